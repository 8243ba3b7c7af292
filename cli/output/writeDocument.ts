import {
  renderHtml,
  renderMarkdown,
  type Answer,
  type Coverage,
  type Report,
  type TableOptions,
} from "../../detective";
import { printable } from "../../detective/terminalText";
import { write, type Io } from "../io";
import type { OutputOptions } from "../options/outputOptions";
import { coverageLines } from "./coverageLines";
import { csv } from "./csv";
import { json } from "./json";
import { look } from "./look";

/** What a command has to say, in every form it can be written in. */
export interface Document {
  /** For a terminal. */
  text: (look: Required<TableOptions>) => string;
  json: () => unknown;
  /** One line of JSON each. */
  lines: () => readonly unknown[];
  /** CSV, one after the other. */
  sheets: () => readonly Pick<Answer, "columns" | "rows" | "evidence">[];
  /** Markdown and HTML. */
  report: () => Report;
  /** What lines and CSV have no room for; goes to stderr there. */
  coverage?: Coverage;
}

/** Writes a document to stdout in the form that was asked for. */
export async function writeDocument(io: Io, options: OutputOptions, document: Document): Promise<void> {
  await write(io.stdout, render(io, options, document));
  const { coverage } = document;
  if (coverage === undefined || !["jsonl", "csv"].includes(options.output)) return;
  // Silence is for what is in order.
  if (options.quiet && coverage.complete) return;
  const lines = coverageLines(coverage).map((line) => `${printable(line)}\n`);
  await write(io.stderr, lines.join(""));
}

function render(io: Io, { output, color }: OutputOptions, document: Document): string {
  switch (output) {
    case "table":
      return `${document.text(look(io, color))}\n`;
    case "json":
      return `${json(document.json(), 2)}\n`;
    case "jsonl":
      return document
        .lines()
        .map((line) => `${json(line)}\n`)
        .join("");
    case "csv":
      return document.sheets().map(csv).join("\r\n");
    case "md":
      return renderMarkdown(document.report());
    case "html":
      return renderHtml(document.report());
  }
}
