import { startProvider } from "./startProvider";

/** Runs the provider alone, for `pulumi` on the command line: prints its port and serves until it is ended. */
async function main(): Promise<void> {
  const provider = await startProvider({ port: Number(process.argv[2] ?? 0) });
  process.stdout.write(`${provider.port}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void provider.stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
