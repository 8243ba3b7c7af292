import type { Completed } from "./completionScript";

/** For fish 3 and later. */
export function fishScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, summary, values, options }) => [
    `complete -c audit-trail -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...(values.length > 0 ? [`${seen(name)} -f -a ${quoted(values.join(" "))}`] : []),
    ...options.map(({ flags, text, takesValue, choices }) =>
      [
        seen(name),
        ...flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
        ...(takesValue ? ["-r"] : []),
        ...(choices.length > 0 ? ["-f", "-a", quoted(choices.join(" "))] : []),
        `-d ${quoted(text)}`,
      ].join(" "),
    ),
  ]);
  return ["# Completion of audit-trail for fish: audit-trail completion fish | source", ...lines, ""].join(
    "\n",
  );
}

function seen(name: string): string {
  return `complete -c audit-trail -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
}

/** Inside fish's single quotes only the quote itself and the backslash need one. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, (sign) => `\\${sign}`)}'`;
}
