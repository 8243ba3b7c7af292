import { columnWidths } from "../../detective/columnWidths";
import type { QueryAnswer } from "../../detective/archive/query/archiveQuery";
import type { ResultRow } from "../../detective/archive/query/queryResult";
import type { Hide } from "../../detective/archive/query/resultValue";
import { paint } from "../../detective/terminalLines";
import { cut, displayWidth, pad, padStart, printable } from "../../detective/terminalText";
import type { Io } from "../io";
import { csvLine, harmless } from "../output/csv";
import { json } from "../output/json";
import { look } from "../output/look";
import type { PieceWriter } from "../output/pieceWriter";

export const QUERY_FORMATS = ["table", "json", "jsonl", "csv", "md"] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

/** How an answer is written, row by row, as it comes. */
export interface QueryForm {
  readonly answer: QueryAnswer;
  readonly writer: PieceWriter;
  readonly io: Io;
  readonly color: boolean;
  /** What is done with texts before they are shown. */
  readonly hide?: Hide;
}

type Write = (form: QueryForm) => Promise<number>;

/** Each writes all rows and returns how many there were. */
export const QUERY_FORMS: Readonly<Record<QueryFormat, Write>> = {
  table: writeTable,
  async json({ answer, writer, hide }) {
    const { columns } = answer;
    await writer.add(
      `{\n  "columns": ${json(columns.map(({ name, type }) => ({ name, type })))},\n  "rows": [`,
    );
    const count = await eachRow(answer, (row, at) =>
      writer.add(`${at > 0 ? "," : ""}\n    ${object(columns, row.json(hide))}`),
    );
    await writer.add(`${count > 0 ? "\n  " : ""}],\n  "coverage": ${json(answer.coverage)}\n}\n`);
    return count;
  },
  jsonl: ({ answer, writer, hide }) =>
    eachRow(answer, (row) => writer.add(`${object(answer.columns, row.json(hide))}\n`)),
  async csv({ answer, writer, hide }) {
    const { columns } = answer;
    await writer.add(csvLine(columns.map(({ name }) => harmless(name))));
    return eachRow(answer, (row) =>
      writer.add(
        csvLine(row.texts(hide).map((text = "", at) => (columns[at]!.isNumber ? text : harmless(text)))),
      ),
    );
  },
  async md({ answer, writer, hide }) {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
    const { columns } = answer;
    await writer.add(line(columns.map(({ name }) => markdown(name))));
    await writer.add(line(columns.map(({ isNumber }) => (isNumber ? "---:" : "---"))));
    return eachRow(answer, (row) => writer.add(line(row.texts(hide).map((text = "") => markdown(text)))));
  },
};

async function eachRow(
  answer: QueryAnswer,
  take: (row: ResultRow, at: number) => Promise<void>,
): Promise<number> {
  let count = 0;
  for await (const rows of answer.rows()) for (const row of rows) await take(row, count++);
  return count;
}

const GAP = "  ";
/** So many rows say how wide the columns are. */
const MEASURED = 500;

/** The first rows tell how wide the columns are; those of a long answer follow as they come. */
async function writeTable({ answer, writer, io, color, hide }: QueryForm): Promise<number> {
  const { columns } = answer;
  const { width, colour } = look(io, color);
  const measured: string[][] = [];
  let widths: number[] | undefined;
  const line = (cells: readonly string[]) =>
    cut(
      cells
        .map((cell, at) => (columns[at]!.isNumber ? padStart : pad)(cut(cell, widths![at]!), widths![at]!))
        .join(GAP)
        .trimEnd(),
      width,
    );
  const begin = async () => {
    const names = columns.map(({ name }) => printable(name));
    widths = columnWidths(
      columns.map(({ isNumber, type }, at) => ({
        kind: isNumber ? "number" : type === "TIMESTAMP" ? "time" : "text",
        width: measured.reduce(
          (widest, row) => Math.max(widest, displayWidth(row[at]!)),
          displayWidth(names[at]!),
        ),
      })),
      width - GAP.length * (columns.length - 1),
    );
    await writer.add(`${paint(line(names), "bold", { colour })}\n`);
    await writer.add(
      `${paint(cut(widths.map((each) => "─".repeat(each)).join(GAP), width), "dim", { colour })}\n`,
    );
    for (const row of measured) await writer.add(`${line(row)}\n`);
  };
  const count = await eachRow(answer, async (row) => {
    const cells = row.texts(hide).map((text) => printable(text ?? ""));
    if (widths) return writer.add(`${line(cells)}\n`);
    measured.push(cells);
    if (measured.length === MEASURED) await begin();
  });
  if (!widths) await begin();
  return count;
}

function object(columns: QueryAnswer["columns"], values: readonly string[]): string {
  return `{${values.map((value, at) => `${JSON.stringify(columns[at]!.name)}:${value}`).join(",")}}`;
}

/** What Markdown and HTML would take for their own is shown as it is. */
function markdown(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&");
}
