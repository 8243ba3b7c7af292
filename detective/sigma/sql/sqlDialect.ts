import { RegexFlags, TextPattern, TimePart } from "../expression";

/** A question about one text that is there, as SQL; `text` names the text. */
export type TextPredicate = (text: string) => string;

/** What a field of a record is, as SQL; all that it gives is a condition that is never NULL. */
export interface FieldSql {
  /** Some of its texts: each value, and of an object its leaves and its JSON; without case, all of them folded. */
  someText(cased: boolean, predicate: TextPredicate): string;
  /** Some of its texts, numbers and booleans, as text. */
  someScalar(predicate: TextPredicate): string;
  isNull(): string;
  exists(): string;
  /** Some scalar of it equals some of another field's. */
  equals(other: FieldSql, cased: boolean): string;
}

/** What a language of SQL says in its own way. */
export interface SqlDialect {
  readonly name: "duckdb" | "athena";
  /** @param field absent for a keyword, whose texts are the record's leaves */
  field(field: string | undefined): FieldSql;
  /** A pattern with wildcards on a text that is folded where the pattern is. */
  matches(pattern: TextPattern, text: string): string;
  regex(source: string, flags: RegexFlags): TextPredicate;
  /** Whether a text is an address of a network. */
  inNetwork(network: string): TextPredicate;
  /** The number that a text is, NULL where it is none. */
  number(text: string): string;
  /** A part of the time that a text is, NULL where it is none. */
  timePart(part: TimePart, text: string): string;
  /** @throws NotExpressible on a text that no record of the table can hold */
  literal(text: string): string;
}
