import type { CommandEntry, CommandText } from "../command";
import { bashScript } from "./bashScript";
import { fishScript } from "./fishScript";
import { zshScript } from "./zshScript";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A command as a shell needs to know it. */
export interface Completed {
  name: string;
  summary: string;
  /** Values of its first argument; empty where they are not known, which means files. */
  values: readonly string[];
  options: readonly CompletedOption[];
}

export interface CompletedOption {
  /** `-o` and `--output`, or one of them. */
  flags: readonly string[];
  text: string;
  takesValue: boolean;
  /** Empty where they are not known, which means files. */
  choices: readonly string[];
}

/** The completion script of a shell, from the commands themselves. */
export function completionScript(shell: Shell, entries: readonly CommandEntry[]): string {
  const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
  return scripts[shell](entries.map(completed));
}

function completed({ name, summary, load }: CommandEntry): Completed {
  const command = load();
  const help = { flags: ["-h", "--help"], text: "explain the command", takesValue: false, choices: [] };
  if (!("parts" in command)) {
    const values = command.arguments?.[0]?.choices ?? [];
    return { name, summary, values, options: [...completedOptions(command), help] };
  }
  // Every option that one of its parts has, once.
  const options = new Map<string, CompletedOption>();
  for (const option of command.parts.flatMap((part) => completedOptions(part.command))) {
    const key = option.flags.join();
    const choices = [...new Set([...(options.get(key)?.choices ?? []), ...option.choices])];
    options.set(key, { ...option, choices });
  }
  return {
    name,
    summary,
    values: command.parts.map((part) => part.name),
    options: [...options.values(), help],
  };
}

function completedOptions({ options }: CommandText): CompletedOption[] {
  return options.map(({ short, long, description, required, optional, argChoices }) => ({
    flags: [short, long].flatMap((flag) => flag ?? []),
    text: description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  }));
}

/** A text inside single quotes, as bash and zsh read it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
