/** A language of SQL that saved queries are written in. */
export type QueryDialect = "duckdb" | "athena";

/** What a parameter takes: any text; a whole number from 0; a moment; a day; texts to compare with IN. */
export type ParameterKind = "text" | "integer" | "timestamp" | "day" | "list";

export interface QueryParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** One sentence. */
  readonly about: string;
  /** As it is written in the file; absent where a value must be given. */
  readonly default?: string;
}

/** A question with a name, as a file of SQL. */
export interface SavedQuery {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  /** What it answers. */
  readonly question: string;
  /** What to look at in the answer. */
  readonly lookAt: string;
  /** ATT&CK's, such as T1078.004. */
  readonly techniques: readonly string[];
  /** Its own; `from` and `to`, which every query takes, come first. */
  readonly parameters: readonly QueryParameter[];
  /** One statement for each dialect, with its parameters as `:name`; absent where it can't be asked there. */
  readonly texts: Readonly<Partial<Record<QueryDialect, string>>>;
  readonly file: string;
}

/** A file that is no saved query, and why. */
export interface SavedQueryProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What, the value, the limit. */
  readonly problem: string;
  /** The way out. */
  readonly help: string;
}

export interface SavedQuerySet {
  /** By name. */
  readonly queries: readonly SavedQuery[];
  readonly problems: readonly SavedQueryProblem[];
}

/** The days of delivery, which every query takes. */
export const DAY_PARAMETERS: readonly QueryParameter[] = [
  {
    name: "from",
    kind: "day",
    about: "The first day of delivery; by default, of files every day, and on Athena 6 days before the last.",
    default: "",
  },
  {
    name: "to",
    kind: "day",
    about: "The last day of delivery; by default, of files every day, and on Athena today (UTC).",
    default: "",
  },
];

/** Stands in a text for the condition that binds `log_day` to the days from `from` to `to`. */
export const DAYS = "days";
