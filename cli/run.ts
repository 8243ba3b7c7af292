import { CommanderError } from "commander";
import type { Command } from "./command";
import { commands } from "./commands";
import { exitCode } from "./exitCode";
import { interruption } from "./interruption";
import type { Io } from "./io";
import { outputOptions } from "./options/outputOptions";
import { trailOptions } from "./options/trailOptions";
import { program, type Typed } from "./program";
import { Terminal } from "./terminal";
import { UsageError } from "./usageError";

/** Runs a command line; returns the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const args = argv.length === 0 ? ["--help"] : commandFirst(argv);
  const entry = commands.find(({ name }) => name === args[0]);
  let typed: Typed | undefined;
  try {
    program(io, commands, entry, (understood) => (typed = understood)).parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.wrongUse;
    if (error instanceof UsageError) return tell(io, entry?.name, error, exitCode.wrongUse);
    throw error;
  }
  return typed === undefined ? exitCode.fine : runCommand(typed, io);
}

async function runCommand({ name, command, args, options }: Typed, io: Io): Promise<number> {
  const { signal, release } = command.acts
    ? { signal: new AbortController().signal, release: () => {} }
    : interruption(new Terminal(io.stderr, io.env), "what was found until now follows");
  try {
    return await command.run({ io, name, args, options, signal });
  } catch (error) {
    if (isClosedPipe(error)) return exitCode.fine;
    const code = signal.aborted || isInterruption(error) ? exitCode.interrupted : codeOf(error, command);
    return tell(io, name, error, code);
  } finally {
    release();
  }
}

function codeOf(error: unknown, { acts = false }: Command): number {
  // A query that can't be meant is found by the library where the options let it through.
  if (error instanceof UsageError || (error instanceof Error && error.name === "QueryError"))
    return exitCode.wrongUse;
  return acts ? exitCode.found : exitCode.incomplete;
}

/** `help lookup` is `lookup --help`, and `--profile x lookup` is `lookup --profile x`. */
function commandFirst(argv: readonly string[]): readonly string[] {
  if (argv[0] === "help") return [...argv.slice(1), "--help"];
  const at = commandAt(argv);
  return at < 1 ? argv : [argv[at]!, ...argv.slice(0, at), ...argv.slice(at + 1)];
}

/** Where the first word is that is neither an option that every question has nor the value of one; -1 where none is. */
function commandAt(argv: readonly string[]): number {
  const options = [...trailOptions(), ...outputOptions()];
  const takesValue = (word: string) =>
    options.find(({ short, long }) => short === word || long === word)?.required ?? false;
  let at = 0;
  while (argv[at]?.startsWith("-")) at += takesValue(argv[at]!) ? 2 : 1;
  return at < argv.length ? at : -1;
}

function tell(io: Io, name: string | undefined, error: unknown, code: number): number {
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(`audit-trail${name === undefined ? "" : ` ${name}`}: ${message}\n`);
  return code;
}

/** Whoever read our answer has gone (`| head`): nothing is wrong. */
export function isClosedPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "EPIPE";
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("interrupted by");
}
