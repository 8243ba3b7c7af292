import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../compareText";
import { ownQueries } from "./ownQueries";
import { QueryDialect, SavedQuery, SavedQueryProblem, SavedQuerySet } from "./savedQuery";
import { QueryFile, readSavedQuery } from "./readSavedQuery";

/** A folder of saved queries that can't be read. */
export class SavedQueryFolderError extends Error {
  override readonly name = "SavedQueryFolderError";
}

/** Far more than anybody writes; Athena takes no longer statement. */
const LONGEST_FILE = 256 * 1024;
const MOST_FILES = 2000;
const FILE_NAME = /^([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(athena|duckdb))?\.sql$/;

/**
 * Reads the saved queries of a folder: `name.sql` for both dialects; beside it `name.athena.sql` or `name.duckdb.sql` where
 * one of them needs a text of its own. Files that are none are named among the problems, the rest is read.
 *
 * @param folder @default those that come with this package
 * @throws SavedQueryFolderError where the folder can't be read, or holds more than 2,000 files of SQL
 */
export async function loadSavedQueries(folder = ownQueries()): Promise<SavedQuerySet> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".sql") && !name.startsWith("."));
  if (names.length > MOST_FILES)
    throw new SavedQueryFolderError(
      `${folder} holds ${names.length} files of SQL; give a folder with at most ${MOST_FILES}`,
    );
  const queries = new Map<string, SavedQuery>();
  const problems: SavedQueryProblem[] = [];
  // A query's own file comes before its variants.
  for (const { file, name, dialect } of names.map(readName).sort(byName)) {
    const path = join(folder, file);
    const refuse = (problem: string, help: string) => problems.push({ file: path, line: 1, problem, help });
    if (name === undefined) {
      refuse(
        "a name that nobody can type",
        "name it in small letters, digits and hyphens, such as root-use.sql",
      );
      continue;
    }
    const read = await readFile(path).then(
      (text) => readSavedQuery(text, path),
      (error: Error) => ({
        file: path,
        line: 1,
        problem: error.message,
        help: "give a file of UTF-8 text of at most 256 KiB",
      }),
    );
    if ("problem" in read) {
      problems.push(read);
      continue;
    }
    const base = queries.get(name);
    if (dialect === undefined) queries.set(name, newQuery(name, path, read, ["duckdb", "athena"]));
    else if (!base) queries.set(name, newQuery(name, path, read, [dialect]));
    else if (sameParameters(base, read))
      queries.set(name, { ...base, texts: { ...base.texts, [dialect]: read.sql } });
    else
      refuse(
        `other parameters than ${base.file}`,
        "give both the same parameters, with the same kinds and defaults",
      );
  }
  return { queries: [...queries.values()].sort((a, b) => compareText(a.name, b.name)), problems };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new SavedQueryFolderError(
      `${folder} can't be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}); give a folder with files of SQL`,
      { cause: error },
    );
  }
}

interface FileName {
  readonly file: string;
  readonly name?: string;
  readonly dialect?: QueryDialect;
}

function readName(file: string): FileName {
  const [, name, dialect] = FILE_NAME.exec(file) ?? [];
  return { file, name, dialect: dialect as QueryDialect | undefined };
}

function byName(a: FileName, b: FileName): number {
  return compareText(a.name ?? "", b.name ?? "") || compareText(a.dialect ?? "", b.dialect ?? "");
}

function newQuery(
  name: string,
  file: string,
  { sql, ...header }: QueryFile,
  dialects: readonly QueryDialect[],
): SavedQuery {
  return { name, ...header, file, texts: Object.fromEntries(dialects.map((dialect) => [dialect, sql])) };
}

function sameParameters(a: Pick<SavedQuery, "parameters">, b: Pick<SavedQuery, "parameters">): boolean {
  const told = ({ parameters }: Pick<SavedQuery, "parameters">) =>
    JSON.stringify(parameters.map(({ name, kind, default: usual }) => [name, kind, usual]));
  return told(a) === told(b);
}

/** It may be a pipe that nobody writes to, or one that never ends: neither is waited for. */
async function readFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const kind = await file.stat();
    if (!kind.isFile()) throw new Error("it is no file");
    if (kind.size > LONGEST_FILE) throw new Error(`it has ${kind.size} bytes`);
    const buffer = Buffer.alloc(LONGEST_FILE + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    if (bytesRead > LONGEST_FILE) throw new Error(`it has more than ${LONGEST_FILE} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
