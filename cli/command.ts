import type { Option } from "commander";
import type { Io } from "./io";

/** The headings under which `--help` lists commands. */
export type Group = "Ask the trail" | "Detect" | "Prove the trail" | "Sandbox" | "Shell";

/** As much of a command as the table of contents shows. */
export interface CommandEntry {
  name: string;
  group: Group;
  /** One line, in the imperative or as a question, without a full stop. */
  summary: string;
  /** The rest, loaded when the command is typed. */
  load: () => Command | CommandFamily;
}

/** A command line and what it does. */
export interface Example {
  line: string;
  does: string;
}

export interface ArgumentText {
  /** In commander's form: `<bucket>`, `[trail]`, `<thread...>`. */
  name: string;
  text: string;
  /** Values that a shell can complete. */
  choices?: readonly string[];
}

/** What is said of a command, and what it takes. */
export interface CommandText {
  /** Below the usage line, as sentences. */
  about: string;
  arguments?: readonly ArgumentText[];
  options: readonly Option[];
  examples: readonly [Example, Example, ...Example[]];
}

/** A command that is nothing without one of its parts: `rules list`. */
export interface CommandFamily extends CommandText {
  parts: readonly CommandPart[];
}

export interface CommandPart {
  name: string;
  /** As of a command. */
  summary: string;
  command: Command;
}

/** One command: what it takes, and what it does. */
export interface Command extends CommandText {
  /** Does things rather than answer: it cleans up by itself when interrupted, and an error means that it failed. @default false */
  acts?: boolean;
  /** Returns an exit code; `options` by their names in camelCase. */
  run(call: Call): Promise<number>;
}

/** One use of a command. */
export interface Call {
  io: Io;
  /** As it was typed: `lookup`, `rules list`. */
  name: string;
  args: readonly string[];
  options: Record<string, unknown>;
  /** Aborted by Ctrl-C, and by SIGTERM and SIGHUP. */
  signal: AbortSignal;
}
