#!/usr/bin/env node
import { processIo } from "./io";
import { isClosedPipe, run } from "./run";

// The pinned SDK supports the Node that package.json asks for; its notice about later ones is none of the user's business.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (isClosedPipe(error)) process.exit(0);
    throw error;
  });
}

void run(process.argv.slice(2), processIo).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `audit-trail: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(3);
  },
);
