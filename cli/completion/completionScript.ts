import type { CommandEntry } from "../command";
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
  const { arguments: args = [], options } = load();
  return {
    name,
    summary,
    values: args[0]?.choices ?? [],
    options: [
      ...options.map(({ short, long, description, required, optional, argChoices }) => ({
        flags: [short, long].flatMap((flag) => flag ?? []),
        text: description,
        takesValue: required || optional,
        choices: argChoices ?? [],
      })),
      { flags: ["-h", "--help"], text: "explain the command", takesValue: false, choices: [] },
    ],
  };
}

/** A text inside single quotes, as bash and zsh read it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
