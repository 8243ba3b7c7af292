import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { openStack } from "./openStack";
import type { Target } from "./target";

/** What a stack that stays up was made with; a later command needs it to change or destroy it. */
interface KeptRecord {
  stackName: string;
  passphrase: string;
  config: Record<string, unknown>;
}

/** A stack that stays up after the command that made it. */
export interface KeptStackFolder {
  stack: Stack;
  /** Forgets it; to be called when nothing that it made is left. */
  dispose: () => Promise<void>;
}

/**
 * Opens the stack that is kept in a folder, and makes it when there is none.
 *
 * @param config as of now; left out, what it was made with
 * @throws Error when there is none and no config to make one with, or the folder's record can't be read
 */
export async function keptStack(
  target: Target,
  program: PulumiFn,
  folder: string,
  config?: Record<string, unknown>,
): Promise<KeptStackFolder> {
  const known = await readRecord(folder);
  if (!known && !config) throw new Error(`no stack is kept in ${folder}; \`audit-trail up\` makes one`);
  const record: KeptRecord = {
    stackName: known?.stackName ?? "kept",
    passphrase: known?.passphrase ?? randomBytes(16).toString("hex"),
    config: config ?? known?.config ?? {},
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Before anything is made: a stack whose passphrase is lost can't be destroyed.
  await writeFile(`${recordIn(folder)}.part`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${recordIn(folder)}.part`, recordIn(folder));
  const stack = await openStack(target, program, { ...record, folder }, record.config);
  return { stack, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** Whether a stack is kept in this folder. */
export async function isKept(folder: string): Promise<boolean> {
  return (await readRecord(folder)) !== undefined;
}

function recordIn(folder: string): string {
  return join(folder, "kept.json");
}

async function readRecord(folder: string): Promise<KeptRecord | undefined> {
  try {
    return JSON.parse(await readFile(recordIn(folder), "utf8")) as KeptRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(`${recordIn(folder)} can't be read: ${String(error)}; mend it, or remove the folder`, {
      cause: error,
    });
  }
}
