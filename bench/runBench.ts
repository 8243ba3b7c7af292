import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Runs a benchmark as a command: reads its arguments, and ends with its exit code.
 *
 * 0 every target is met, 1 one is missed or something failed, 2 wrong arguments.
 */
export function runBench<T extends Options>(
  help: string,
  options: T,
  main: (values: ReturnType<typeof parseArgs<{ options: T }>>["values"]) => Promise<number>,
): void {
  // The pinned AWS SDK runs on the Node that package.json asks for; its notice about later ones would hide results.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  // What is to be cleaned up when the process ends is cleaned up on Ctrl-C as well.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  if (process.argv.includes("--help")) {
    process.stdout.write(`${help}\n`);
    return;
  }
  const failed = (error: unknown) => {
    const { message, code } = error as NodeJS.ErrnoException;
    process.stderr.write(`${message}\n`);
    process.exitCode = code?.startsWith("ERR_PARSE_ARGS") ? 2 : 1;
  };
  try {
    const { values } = parseArgs({ options });
    main(values).then((code) => (process.exitCode = code), failed);
  } catch (error) {
    failed(error);
  }
}

/** Tells how far a benchmark is; results alone go to standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
