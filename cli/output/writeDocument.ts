import { renderHtml, renderMarkdown, type Coverage, type Report, type TableOptions } from "../../detective";
import { printable } from "../../detective/terminalText";
import { write, writePieces, type Io } from "../io";
import type { OutputOptions } from "../options/outputOptions";
import { coverageLines } from "./coverageLines";
import { csvLines, type Sheet } from "./csv";
import { json, jsonPieces } from "./json";
import { look } from "./look";

/** What a command has to say, in every form it can be written in. */
export interface Document {
  /** For a terminal. */
  text: (look: Required<TableOptions>) => string;
  json: () => unknown;
  /** One line of JSON each. */
  lines: () => Iterable<unknown>;
  /** CSV, one after the other. */
  sheets: () => readonly Sheet[];
  /** Markdown and HTML. */
  report: () => Report;
  /** What lines and CSV have no room for; goes to stderr there. */
  coverage?: Coverage;
}

/** Writes a document to stdout in the form that was asked for. */
export async function writeDocument(io: Io, options: OutputOptions, document: Document): Promise<void> {
  await writePieces(io.stdout, render(io, options, document));
  const { coverage } = document;
  if (coverage === undefined || !["jsonl", "csv"].includes(options.output)) return;
  // Silence is for what is in order.
  if (options.quiet && coverage.complete) return;
  const lines = coverageLines(coverage).map((line) => `${printable(line)}\n`);
  await write(io.stderr, lines.join(""));
}

function* render(io: Io, { output, color }: OutputOptions, document: Document): Generator<string> {
  switch (output) {
    case "table":
      yield `${document.text(look(io, color))}\n`;
      return;
    case "json":
      yield* jsonPieces(document.json());
      yield "\n";
      return;
    case "jsonl":
      for (const line of document.lines()) yield `${json(line)}\n`;
      return;
    case "csv":
      for (const [index, sheet] of document.sheets().entries()) {
        if (index > 0) yield "\r\n";
        yield* csvLines(sheet);
      }
      return;
    case "md":
      yield renderMarkdown(document.report());
      return;
    case "html":
      yield renderHtml(document.report());
  }
}
