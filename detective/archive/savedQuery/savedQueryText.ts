import { dayWindow } from "./dayWindow";
import { oneStatement } from "./oneStatement";
import { ParameterValueError, parameterLiteral } from "./parameterLiteral";
import { DAYS, DAY_PARAMETERS, QueryDialect, SavedQuery } from "./savedQuery";

/** Values by a parameter's name: texts as people type them, or numbers, dates and lists of texts. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** Values that a saved query can't be asked with; the message names each and says what it takes. */
export class SavedQueryError extends Error {
  override readonly name = "SavedQueryError";
}

/** A saved query with its values in it: one statement over the view `events`. */
export interface RenderedQuery {
  readonly sql: string;
  /** The first day of delivery that it asks for, as 2026/01/31; absent for every day before. */
  readonly from?: string;
  /** The last one; absent for every day after. */
  readonly to?: string;
}

export interface SavedQueryOptions {
  /** What the days that are not given are counted from. @default now */
  today?: Date;
}

/**
 * Puts values into a saved query, each as a literal of its kind and nothing else.
 *
 * @throws SavedQueryError on parameters that are unknown, missing or not of their kind, all at once
 */
export function savedQueryText(
  query: SavedQuery,
  values: ParameterValues,
  dialect: QueryDialect,
  { today = new Date() }: SavedQueryOptions = {},
): RenderedQuery {
  const text = query.texts[dialect];
  if (text === undefined)
    throw new SavedQueryError(
      `${query.name} can't be asked ${dialect === "athena" ? "on Athena" : "of files"}: there is only a text for ${Object.keys(query.texts).join(", ")}`,
    );
  const parameters = [...DAY_PARAMETERS, ...query.parameters];
  const problems = Object.keys(values)
    .filter((name) => !parameters.some((known) => known.name === name))
    .map((name) => `${JSON.stringify(name.slice(0, 60))} is no parameter of it`);
  const literals = new Map<string, string>();
  for (const { name, kind, about, default: usual } of query.parameters) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined && usual === undefined) problems.push(`${name} is missing (${kind}: ${about})`);
    else
      attempt(problems, name, () => {
        literals.set(name, parameterLiteral(kind, value ?? usual));
      });
  }
  let window: ReturnType<typeof dayWindow> | undefined;
  attempt(problems, "from, to", () => {
    window = dayWindow(values, dialect, today);
  });
  if (problems.length > 0 || !window)
    throw new SavedQueryError(
      `${query.name}: ${problems.join("; ")}. It takes ${parameters.map(({ name, kind }) => `${name} (${kind})`).join(", ")}`,
    );
  literals.set(DAYS, window.condition);
  const sql = oneStatement(text)
    .map((piece) => (piece.kind === "parameter" ? literals.get(piece.text)! : piece.text))
    .join("");
  return { sql, from: window.from, to: window.to };
}

function attempt(problems: string[], name: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ParameterValueError)) throw error;
    problems.push(`${name}: ${error.message}`);
  }
}
