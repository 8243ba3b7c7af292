import { readFile } from "node:fs/promises";
import { compareText } from "../../detective/compareText";
import { loadSavedQueries } from "../../detective/archive/savedQuery/loadSavedQueries";
import { SavedQuery, DAY_PARAMETERS, QueryDialect } from "../../detective/archive/savedQuery/savedQuery";
import { RenderedQuery, savedQueryText } from "../../detective/archive/savedQuery/savedQueryText";
import { nearNames } from "../../detective/archive/query/nearNames";
import { printable } from "../../detective/terminalText";
import { UsageError } from "../usageError";

/** Saved queries: ours, and a folder's, of which those count that have a name of ours. */
export interface SavedQueryOptions {
  readonly queries?: string;
  readonly param?: readonly string[];
}

/** @throws UsageError where the folder can't be read, or a file of it is no saved query */
export async function allSavedQueries({ queries }: SavedQueryOptions): Promise<readonly SavedQuery[]> {
  const sets = await Promise.all(
    [undefined, ...(queries === undefined ? [] : [queries])].map((folder) =>
      usage(() => loadSavedQueries(folder)),
    ),
  );
  const problems = sets.flatMap((set) => set.problems);
  if (problems.length > 0)
    throw new UsageError(
      problems.map(({ file, line, problem, help }) => `${file}:${line}: ${problem}; ${help}`).join("\n"),
    );
  const byName = new Map(sets.flatMap((set) => set.queries).map((query) => [query.name, query]));
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
}

/** @throws UsageError where there is none of that name */
export async function savedQueryNamed(name: string, options: SavedQueryOptions): Promise<SavedQuery> {
  const queries = await allSavedQueries(options);
  const found = queries.find((query) => query.name === name);
  if (found) return found;
  const near = nearNames(
    name,
    queries.map((query) => query.name),
  );
  throw new UsageError(
    `there is no saved query ${JSON.stringify(name.slice(0, 60))}; ${near.length > 0 ? `is it ${near.join(" or ")}?` : "--list shows them"}`,
  );
}

/**
 * A saved query's SQL with its parameters in it.
 *
 * @throws UsageError on parameters that can't be meant
 */
export async function renderedQuery(
  name: string,
  options: SavedQueryOptions,
  dialect: QueryDialect,
  now: number,
): Promise<RenderedQuery> {
  const query = await savedQueryNamed(name, options);
  return usage(() => savedQueryText(query, paramsOf(options.param ?? []), dialect, { today: new Date(now) }));
}

/** The file as it is, also with the parts that only people read. */
export async function savedQueryFile({ file }: SavedQuery): Promise<string> {
  return `${printableLines(await readFile(file, "utf8")).trimEnd()}\n`;
}

/** For people: each with its question and its parameters. */
export function savedQueryLines(queries: readonly SavedQuery[]): string {
  return queries
    .map(({ name, question, parameters }) => {
      const own = parameters.map(
        (each) => `${each.name}${each.default === undefined ? " (must be given)" : ""}`,
      );
      return `${name}\n    ${printable(question)}${own.length > 0 ? `\n    --param ${own.join(", ")}` : ""}\n`;
    })
    .join("");
}

/** For programs. */
export function savedQueryJson(queries: readonly SavedQuery[]): object[] {
  return queries.map(({ name, title, question, lookAt, techniques, parameters, texts }) => ({
    name,
    title,
    question,
    lookAt,
    techniques,
    parameters: [...DAY_PARAMETERS, ...parameters],
    dialects: Object.keys(texts),
  }));
}

function paramsOf(given: readonly string[]): Record<string, string> {
  const params = new Map<string, string>();
  for (const text of given) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UsageError(`--param ${JSON.stringify(text.slice(0, 80))} is none: write --param name=value`);
    const name = text.slice(0, at);
    if (params.has(name)) throw new UsageError(`--param ${name} is given twice; keep one`);
    params.set(name, text.slice(at + 1));
  }
  return Object.fromEntries(params);
}

async function usage<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && /^SavedQuery/.test(error.name)) throw new UsageError(error.message);
    throw error;
  }
}

function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line))
    .join("\n");
}
