import { oneStatement } from "./oneStatement";
import { ParameterValueError, parameterLiteral } from "./parameterLiteral";
import { DAYS, ParameterKind, QueryParameter, SavedQuery, SavedQueryProblem } from "./savedQuery";
import { StatementError } from "./statementPieces";

/** What one file says: the header, and the statement below it. */
export type QueryFile = Omit<SavedQuery, "name" | "texts" | "file"> & { readonly sql: string };

/** Thrown while a file is read, and turned into its problem. */
class Refusal extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
    readonly help: string,
  ) {
    super(problem);
  }
}

const KINDS: readonly ParameterKind[] = ["text", "integer", "timestamp", "day", "list"];
const MOST_PARAMETERS = 20;

/**
 * Reads a saved query: comments first, each `-- word: …` with lines that go on after `--   `, and one statement.
 *
 * A parameter is `-- parameter: name kind | what it is`, or `name kind = its default | what it is`.
 */
export function readSavedQuery(text: string, file: string): QueryFile | SavedQueryProblem {
  try {
    return read(text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n"));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { file, line: error.line, problem: error.problem, help: error.help };
  }
}

function read(text: string): QueryFile {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("--"));
  const header = readHeader(lines.slice(0, end < 0 ? lines.length : end));
  const parameters = header.filter(({ word }) => word === "parameter").map(readParameter);
  if (parameters.length > MOST_PARAMETERS)
    throw new Refusal(1, `${parameters.length} parameters`, `keep at most ${MOST_PARAMETERS}`);
  for (const [index, { name }] of parameters.entries())
    if (parameters.findIndex((other) => other.name === name) !== index)
      throw new Refusal(1, `the parameter ${name} twice`, "keep one");
  const sql = (end < 0 ? [] : lines.slice(end)).join("\n");
  checkStatement(sql, Math.max(end, 0), parameters);
  return {
    title: one(header, "title"),
    question: one(header, "question"),
    lookAt: one(header, "look at"),
    techniques: techniques(header),
    parameters,
    sql,
  };
}

interface HeaderLine {
  readonly line: number;
  readonly word: string;
  readonly value: string;
}

const WORDS = ["title", "question", "look at", "technique", "parameter"];

function readHeader(lines: readonly string[]): HeaderLine[] {
  const header: { line: number; word: string; value: string }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const begun = /^-- ([a-z]+(?: [a-z]+)?):\s*(.*)$/.exec(line);
    const more = /^-- {3,}(.*)$/.exec(line);
    if (begun && WORDS.includes(begun[1]!))
      header.push({ line: index + 1, word: begun[1]!, value: begun[2]!.trim() });
    else if (more && header.length > 0) header.at(-1)!.value += ` ${more[1]!.trim()}`;
    else
      throw new Refusal(
        index + 1,
        `a line that is no part of a header: ${JSON.stringify(line.slice(0, 60))}`,
        `begin it with -- and one of ${WORDS.map((word) => `${word}:`).join(", ")}; lines that go on begin with -- and three spaces`,
      );
  }
  return header;
}

function one(header: readonly HeaderLine[], word: string): string {
  const [first, second] = header.filter((line) => line.word === word);
  if (!first || first.value === "") throw new Refusal(1, `the header has no ${word}`, `write -- ${word}: …`);
  if (second) throw new Refusal(second.line, `a second ${word}`, "keep one");
  return first.value;
}

function techniques(header: readonly HeaderLine[]): string[] {
  return header
    .filter(({ word }) => word === "technique")
    .flatMap(({ line, value }) =>
      value.split(",").map((part) => {
        const technique = part.trim();
        if (/^T\d{4}(?:\.\d{3})?$/.test(technique)) return technique;
        throw new Refusal(
          line,
          `${JSON.stringify(technique.slice(0, 60))} is no technique of ATT&CK`,
          "write T1078.004",
        );
      }),
    );
}

function readParameter({ line, value }: HeaderLine): QueryParameter {
  const match = /^([a-z][a-z0-9_]*) ([a-z]+)(?:\s*=\s*(.*?))?\s*\|\s*(.+)$/.exec(value);
  if (!match)
    throw new Refusal(
      line,
      `a parameter that is written otherwise: ${JSON.stringify(value.slice(0, 60))}`,
      "write name kind | what it is, or name kind = its default | what it is, the name in small letters",
    );
  const [, name = "", kind = "", usual, about = ""] = match;
  if (!isKind(kind))
    throw new Refusal(
      line,
      `no kind of parameter is called ${JSON.stringify(kind)}`,
      `it is one of ${KINDS.join(", ")}`,
    );
  if (["from", "to", DAYS].includes(name))
    throw new Refusal(line, `a parameter called ${name}, which every query has anyway`, "leave it out");
  try {
    if (usual !== undefined) parameterLiteral(kind, usual);
  } catch (error) {
    if (!(error instanceof ParameterValueError)) throw error;
    throw new Refusal(
      line,
      `the default of ${name}: ${error.message}`,
      "correct it, or leave it out so that a value must be given",
    );
  }
  return { name, kind, about, ...(usual === undefined ? {} : { default: usual }) };
}

function isKind(text: string): text is ParameterKind {
  return (KINDS as readonly string[]).includes(text);
}

function checkStatement(sql: string, linesBefore: number, parameters: readonly QueryParameter[]): void {
  const lineAt = (at: number) => linesBefore + sql.slice(0, at).split("\n").length;
  try {
    const used = oneStatement(sql).filter(({ kind }) => kind === "parameter");
    for (const { text, at } of used)
      if (text !== DAYS && !parameters.some(({ name }) => name === text))
        throw new Refusal(
          lineAt(at),
          `:${text} is no parameter of it`,
          text === "from" || text === "to"
            ? "write :days, which binds log_day to them"
            : "declare it in the header; a colon that is none of a parameter needs a space after it",
        );
    if (!used.some(({ text }) => text === DAYS))
      throw new Refusal(
        lineAt(0),
        "it never says :days, and would look at every day that there is",
        "write WHERE :days",
      );
    const idle = parameters.find(({ name }) => !used.some(({ text }) => text === name));
    if (idle) throw new Refusal(1, `the parameter ${idle.name} stands nowhere in it`, "leave it out");
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw new Refusal(lineAt(error.at), error.problem, error.help);
  }
}
