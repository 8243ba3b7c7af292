import { Command as Program } from "commander";
import { wrap } from "../detective/terminalText";
import type { Command, CommandEntry, CommandText, Example } from "./command";
import type { Io } from "./io";
import { version } from "./version";

/** Below the table of contents; each is a paragraph. */
export const NOTES = [
  "Every command explains itself: audit-trail <command> --help. --version tells this program's own.",
  "Credentials, Region and profile are found as by any AWS tool. A question reads your Region and the one that records IAM (us-east-1; cn-north-1 in China, us-gov-west-1 in GovCloud) through the API, which keeps 90 days of management events; --from reads log files instead, from a folder or from S3. Every answer says what it does not cover.",
  "The answer goes to stdout, everything else to stderr. Secrets are redacted unless --show-secrets is given; reports in Markdown and HTML are always redacted. In CSV an apostrophe stands before what a spreadsheet would take for a formula.",
] as const;

export const EXIT_CODES = [
  ["0", "fine: the answer is whole, and nothing was found that should worry you"],
  ["1", "something was found, or a check failed, or what was to be done"],
  ["2", "wrong use"],
  ["3", "the answer is incomplete, or there is none (this wins over 1, but not for validate)"],
  ["130", "interrupted; what was read until then is shown"],
] as const;

function notesText(width: number): string {
  const paragraphs = NOTES.map((note) => wrap(note, width).join("\n"));
  const codes = EXIT_CODES.map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`);
  return [...paragraphs, ["Exit codes:", ...codes].join("\n")].join("\n\n");
}

/** What was typed, understood: which command, with what. */
export interface Typed {
  /** With its part: `lookup`, `rules list`. */
  name: string;
  command: Command;
  args: readonly string[];
  options: Record<string, unknown>;
}

/**
 * The command line as a program: all commands by name, and the one that was typed with its arguments and options.
 *
 * @param typed the entry whose command is loaded; the others are for the table of contents and for suggestions
 */
export function program(
  io: Pick<Io, "stdout" | "stderr">,
  entries: readonly CommandEntry[],
  typed: CommandEntry | undefined,
  understood: (typed: Typed) => void,
): Program {
  const whole = new Program("audit-trail")
    .description("Questions to CloudTrail and checks of it; a sandbox to try both without an AWS account.")
    .usage("<command> [options]")
    .version(version(), "-V, --version")
    .helpCommand(false)
    .addHelpText("after", `\n${notesText(helpWidth(io))}`);
  settle(whole, io);
  // Those two are told of below the commands, which is what a reader looks for.
  whole.configureHelp({ helpWidth: helpWidth(io), visibleOptions: () => [] });
  for (const entry of entries) {
    const sub = whole.command(entry.name).summary(entry.summary).helpGroup(`${entry.group}:`);
    settle(sub, io);
    if (entry === typed) fill(sub, io, entry, understood);
  }
  return whole;
}

function fill(
  sub: Program,
  io: Pick<Io, "stdout" | "stderr">,
  { name, summary, load }: CommandEntry,
  understood: (typed: Typed) => void,
): void {
  const command = load();
  describe(sub, summary, command);
  if (!("parts" in command)) {
    sub.action(() => understood({ name, command, args: flat(sub.processedArgs), options: sub.opts() }));
    return;
  }
  sub.usage("<part> [options]").helpCommand(false);
  for (const part of command.parts) {
    const one = sub.command(part.name).summary(part.summary);
    settle(one, io);
    describe(one, part.summary, part.command);
    one.action(() =>
      understood({
        name: `${name} ${part.name}`,
        command: part.command,
        args: flat(one.processedArgs),
        options: one.opts(),
      }),
    );
  }
}

function describe(sub: Program, summary: string, command: CommandText): void {
  sub.description(`${summary}.\n\n${command.about}`);
  for (const { name, text, choices } of command.arguments ?? []) {
    const argument = sub.createArgument(name, text);
    sub.addArgument(choices ? argument.choices([...choices]) : argument);
  }
  for (const option of command.options) sub.addOption(option);
  sub.addHelpText("after", `\n${examplesText(command.examples)}`);
}

function examplesText(examples: readonly Example[]): string {
  return ["Examples:", ...examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`])].join("\n");
}

function settle(one: Program, { stdout, stderr }: Pick<Io, "stdout" | "stderr">): void {
  one
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: helpWidth({ stdout }) })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(wrongUse(one, text)),
    });
}

function helpWidth({ stdout }: Pick<Io, "stdout">): number {
  return Math.min(stdout.columns || 100, 110);
}

/** One message: which command, what is wrong, where to read on. */
function wrongUse(one: Program, text: string): string {
  const names: string[] = [];
  for (let each: Program | null = one; each; each = each.parent) names.unshift(each.name());
  const name = names.join(" ");
  return `${name}: ${text.replace(/^error: /, "").trimEnd()}\nSee: ${name} --help\n`;
}

function flat(values: readonly unknown[]): string[] {
  return values.flat().filter((value): value is string => typeof value === "string");
}
