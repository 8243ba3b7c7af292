import { oneStatement } from "../archive/savedQuery/oneStatement";
import { relationsRead } from "./relationsRead";

/** What a statement over `events` reads, as far as its text shows it. */
export interface StatementReach {
  /** How often it reads `events`: each time is a scan. */
  readonly events: number;
  /** Something else is read, which nothing binds. */
  readonly others: readonly string[];
  /** One reading and one list of conditions that all hold, so that the days among them bound what is read. */
  readonly isPlain: boolean;
  /** The statement without its comments. */
  readonly code: string;
}

/** Names that a statement gives its own queries. */
const OWN = /(?:\bwith(?:\s+recursive)?|,)\s+(\w+)\s*(?:\([^()]*\))?\s+as\s*\(/gi;
const TWISTS = /\b(?:or|not|case|filter|union|intersect|except|with)\b/i;

/** @throws StatementError on what is not one SELECT */
export function statementReach(statement: string): StatementReach {
  const code = oneStatement(statement)
    .map(({ kind, text }) => (kind === "comment" ? " " : text))
    .join("");
  // Texts may hold any word.
  const words = code.replace(/'(?:[^']|'')*'/g, "''");
  const own = new Set([...words.matchAll(OWN)].map(([, name]) => name!.toLowerCase()));
  const read = relationsRead(words);
  const events = read.filter((name) => name === "events").length;
  return {
    events: Math.max(1, events),
    others: read.filter((name) => name !== "events" && name !== "unnest" && !own.has(name)),
    isPlain: read.length === 1 && events === 1 && !TWISTS.test(words),
    code,
  };
}
