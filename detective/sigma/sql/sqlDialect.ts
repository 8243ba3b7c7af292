import { RegexFlags, TextPattern, TimePart } from "../expression";

/** A question about one text, as SQL; `text` names the text. Of a text that is NULL it may be NULL. */
export type TextPredicate = (text: string) => string;

/** Texts of which one has to match. */
export interface TextSet {
  /** Otherwise texts and patterns are folded. */
  readonly cased: boolean;
  /** Without wildcards. */
  readonly exact: readonly string[];
  readonly patterns: readonly TextPattern[];
}

/** What a field of a record is, as SQL; all that it gives is a condition that is never NULL. */
export interface FieldSql {
  /** One of its texts (each value, and of an object its leaves and its JSON) is in a set. */
  someText(texts: TextSet): string;
  /** The same texts, asked something else; case counts. */
  someMatch(predicate: TextPredicate): string;
  /** Asks its texts, numbers and booleans, as text. */
  someScalar(predicate: TextPredicate): string;
  isNull(): string;
  exists(): string;
  /** One of its scalars equals one of another field's. */
  equals(other: string, cased: boolean): string;
}

/**
 * What a language of SQL says in its own way.
 *
 * Each may throw NotExpressible without a part, which the compiler puts in.
 */
export interface SqlDialect {
  readonly name: "duckdb" | "athena";
  /** @param field absent for a keyword, whose texts are the record's leaves */
  field(field: string | undefined): FieldSql;
  regex(source: string, flags: RegexFlags): TextPredicate;
  /** Whether a text is an address of a network. */
  inNetwork(network: string): TextPredicate;
  /** The number that a text is, NULL where it is none. */
  number(text: string): string;
  /** A part of the time that a text is, NULL where it is none. */
  timePart(part: TimePart, text: string): string;
}
