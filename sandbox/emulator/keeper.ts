import { rm, writeFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { thisProcess } from "../tryLock";
import { EmulatorRecord, recordIn } from "./keptEmulator";
import { startEmulator } from "./startEmulator";

/** How often to look whether the emulator is still there, in ms. */
const WATCH_MS = 1_000;

/** The process that an emulator lives in after the command that wanted it has ended; SIGTERM ends both. */
async function main(folder: string): Promise<void> {
  const path = recordIn(folder);
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => ending.abort());
  const emulator = await startEmulator({ logFile: join(folder, "emulator.log"), signal: ending.signal });
  const { endpoint, region, accountId, rootCredentials } = emulator;
  const record: EmulatorRecord = { endpoint, region, accountId, rootCredentials, keeper: thisProcess() };
  try {
    await writeFile(`${path}.part`, JSON.stringify(record), { mode: 0o600 });
    await rename(`${path}.part`, path);
    await ended(ending.signal, () => !emulator.alive());
  } finally {
    await emulator.stop();
    await rm(path, { force: true });
  }
}

function ended(signal: AbortSignal, gone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(watch);
      resolve();
    };
    const watch = setInterval(() => gone() && end(), WATCH_MS);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
}

main(process.argv[2] ?? "").then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
