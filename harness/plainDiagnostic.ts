/** A call of a stack: `at f (file.ts:1:2)`, `at async file.ts:1:2`, `at new Promise (<anonymous>)`. */
const stackLine = /^\s+at .*(:\d+:\d+|<anonymous>|native)\)?$/;

/**
 * What a diagnostic of the engine says to a reader: without colour, without the program's stack, and without the
 * words before an error that nobody caught, which the engine then tells once more.
 */
export function plainDiagnostic(message: string): string {
  return message
    .replace(/<\{%.*?%\}>/g, "")
    .replace(/^\s*Unhandled exception: (\w*Error: )?/, "")
    .split("\n")
    .filter((line) => !stackLine.test(line))
    .join("\n")
    .trim();
}
