// A thread of `archiveScan`: reads files, does the job with each, and answers in the order in which they came.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { loadJob } from "./loadJob";
import { recordScannerFor } from "./recordScannerFor";
import { FileScan, LONG_PACKED, scanFile } from "./scanFile";
import { JobFile, JobOrder } from "./scanJob";

/** What a thread is asked: a file by its path, or its bytes. */
export interface ScanTask {
  readonly number: number;
  readonly file: JobFile;
  readonly lines: boolean;
  readonly path?: string;
  readonly bytes?: Uint8Array;
}

/** What it answers; `unread` where it could not open the file, which is then read elsewhere. */
export type ScanAnswer = { readonly number: number } & (
  FileScan<unknown> | { unread: true } | { failed: string }
);

const port = parentPort!;
const job = loadJob((workerData as { job: JobOrder<unknown> }).job);
const scanner = recordScannerFor(job.fields);
let last: Promise<void> = Promise.resolve();

port.on("message", (task: ScanTask) => {
  last = last.then(() => answer(task));
});

async function answer(task: ScanTask): Promise<void> {
  const { number, file, lines } = task;
  let bytes: Buffer | undefined;
  try {
    bytes = task.bytes
      ? Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.length)
      : readPath(task.path!);
  } catch {
    return post({ number, unread: true });
  }
  if (!bytes) return post({ number, long: true });
  try {
    const found = await scanFile(bytes, { job, scanner, file, lines });
    post({ number, ...found }, found.result === undefined ? [] : job.transfer?.(found.result));
  } catch (error) {
    post({ number, failed: error instanceof Error ? error.message : String(error) });
  }
}

function post(said: ScanAnswer, transfer?: ArrayBuffer[]): void {
  port.postMessage(said, transfer);
}

let room = Buffer.allocUnsafe(512 * 1024);

/** Undefined where it is too long. */
function readPath(path: string): Buffer | undefined {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size > LONG_PACKED) return undefined;
    if (room.length < size + 1) room = Buffer.allocUnsafe(Math.min(2 * size + 1, LONG_PACKED + 1));
    let length = 0;
    // One byte more than its size is asked for: it may have grown.
    for (;;) {
      const read = readSync(file, room, length, room.length - length, null);
      if (read === 0) return room.subarray(0, length);
      length += read;
      if (length === room.length) {
        if (length > LONG_PACKED) return undefined;
        room = Buffer.concat([room], Math.min(2 * length, LONG_PACKED + 1));
      }
    }
  } finally {
    closeSync(file);
  }
}
