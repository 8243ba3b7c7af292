import { installEmulator } from "../../sandbox/emulator/installEmulator";
import { ensureLanguageHost } from "../../sandbox/engine/ensureLanguageHost";
import { findEngine } from "../../sandbox/engine/findEngine";

/** How often a long step says how far it is, in ms. */
const intervalMs = 15_000;

/** Brings what the integration tests run on, once and before any test's clock runs: the first time it takes minutes. */
export async function mochaGlobalSetup(): Promise<void> {
  let said = Date.now();
  const progress = (line: string) => {
    if (Date.now() - said < intervalMs) return;
    said = Date.now();
    process.stdout.write(`  … ${line}\n`);
  };
  // One compiles while the other downloads.
  await Promise.all([
    findEngine({ progress }).then((engine) => ensureLanguageHost(engine, { progress })),
    installEmulator(progress),
  ]);
}
