import { printable } from "../detective/terminalText";
import type { Call } from "./command";
import type { OutputOptions } from "./options/outputOptions";

/** A line on stderr beside the answer, unless `--quiet`; nothing where there is nothing to say. */
export function note({ io, name, options }: Call, text: string | undefined): void {
  const { quiet = false } = options as unknown as OutputOptions;
  if (text !== undefined && !quiet) io.stderr.write(`audit-trail ${name}: ${printable(text)}\n`);
}
