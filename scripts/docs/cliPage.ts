import type { CommandEntry, CommandText } from "../../cli/command";
import { commands } from "../../cli/commands";
import { EXIT_CODES, NOTES } from "../../cli/program";
import { code, page, plain, table } from "./markdown";

/** `docs/cli.md`: every command with its options and examples, from the commands themselves. */
export function cliPage(): string {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return page("The command line", "`cli/commands/`", [
    "In a checkout `npx audit-trail` or `node bin/audit-trail.mjs`; where the package is installed, `audit-trail`.",
    ...groups.flatMap((group) => [
      `**${group}**`,
      commands
        .filter((entry) => entry.group === group)
        .map(({ name, summary }) => `- [${code(name)}](#${name}): ${plain(summary)}`)
        .join("\n"),
    ]),
    ...NOTES.slice(1).map(plain),
    table(["exit code", "means"], EXIT_CODES),
    ...commands.flatMap(section),
  ]);
}

function section({ name, summary, load }: CommandEntry): string[] {
  const command = load();
  if (!("parts" in command)) return commandSection("##", name, summary, command);
  return [
    ...commandSection("##", name, summary, command),
    ...command.parts.flatMap((part) =>
      commandSection("###", `${name} ${part.name}`, part.summary, part.command),
    ),
  ];
}

function commandSection(
  heading: string,
  name: string,
  summary: string,
  { about, arguments: args = [], options, examples }: CommandText,
): string[] {
  const rest = options.length > 0 ? [...args.map((each) => each.name), "[options]"] : ["<part>", "[options]"];
  const usage = ["audit-trail", name, ...rest].join(" ");
  const shown = [
    ...args.map(({ name: argument, text, choices }) => [
      code(argument),
      choices ? `${text}: ${choices.join(", ")}` : text,
    ]),
    ...options.map(({ flags, description, argChoices, defaultValue }) => [
      code(flags),
      [
        description,
        ...(argChoices ? [`one of ${argChoices.join(", ")}`] : []),
        ...(defaultValue === undefined || defaultValue === true ? [] : [`default ${String(defaultValue)}`]),
      ].join("; "),
    ]),
  ];
  return [
    `${heading} ${name}`,
    `${plain(summary)}. ${plain(about)}`,
    `\`\`\`sh\n${usage}\n\`\`\``,
    ...(shown.length > 0 ? [table(["", ""], shown)] : []),
    `\`\`\`sh\n${examples.map(({ line, does }) => `${line}  # ${does}`).join("\n")}\n\`\`\``,
  ];
}
