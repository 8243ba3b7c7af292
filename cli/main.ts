import { exerciseCommand, exerciseHelp } from "./exercise";

// The pinned SDK supports the Node that package.json asks for; its notice about later ones is none of the user's business.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const commands: Record<string, { run: (args: string[]) => Promise<number>; help: string }> = {
  exercise: { run: exerciseCommand, help: exerciseHelp },
};

/** Exit codes: 0 fine, 1 something found or failed, 2 wrong use, 130 interrupted. */
async function main([name = "--help", ...args]: string[]): Promise<number> {
  const command = commands[name];
  if (name === "--help" || name === "help") {
    process.stdout.write(
      `${Object.values(commands)
        .map(({ help }) => help)
        .join("\n\n")}\n`,
    );
    return 0;
  }
  if (command === undefined) {
    process.stderr.write(
      `audit-trail: there is no command "${name}"; the commands are ${Object.keys(commands).join(", ")}\n`,
    );
    return 2;
  }
  if (args.includes("--help")) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    const { message, code } =
      error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: "" };
    process.stderr.write(`audit-trail ${name}: ${message}\n`);
    if (code?.startsWith("ERR_PARSE_ARGS")) return 2;
    return message.startsWith("interrupted by") ? 130 : 1;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
