import { duckdbLiteral } from "./duckdbLiteral";
import { isOf, someOf, together } from "./duckdbTexts";
import { leavesOf, walk } from "./duckdbWalk";
import { FieldSql, TextPredicate } from "./sqlDialect";

/**
 * What a query works out of a field before rules are asked, by the beginning of its column's name: the text of its only
 * value (`text`, `folded`); where it may have several, all of them together in one text (`texts`, `folded_texts`) and
 * in a list (`text_list`, `scalars`, `folded_scalars`); all others are NULL.
 */
type Column =
  | "text"
  | "folded"
  | "texts"
  | "folded_texts"
  | "text_list"
  | "scalars"
  | "folded_scalars"
  | "is_null"
  | "is_there";

interface UsedField {
  readonly id: number;
  readonly field: string;
  readonly steps: readonly string[];
  readonly columns: Set<Column>;
}

interface DuckdbField extends FieldSql {
  allScalars(cased: boolean): string;
}

/** A key that holds dots, or an array in an array, in compact JSON; some texts look alike, which costs time only. */
const ODD = String.raw`(regexp_matches(event, '\.(?:[^"\\]|\\.)*":') OR contains(event, '[[') OR contains(event, ',['))`;

/**
 * The fields that a query asks, each read once a record.
 *
 * Nearly every value is one text, number or boolean that lies where the path says; it becomes a column of text, and all
 * of them come out of one reading of the record. Where it is an object, an array is on the way, or a key that holds dots
 * may be, that column is NULL, and the path is walked.
 */
export class DuckdbFields {
  private readonly used = new Map<string, UsedField>();
  private readonly leaves = new Set<Column>();

  /** @param field absent for the leaves of the record */
  field(field: string | undefined): FieldSql {
    const of = field === undefined ? undefined : this.use(field);
    const column = (name: Column) => {
      (of?.columns ?? this.leaves).add(name);
      return `${name}_${of?.id ?? 0}`;
    };
    const some = (one: Column, many: Column, ofOne: TextPredicate, ofMany: TextPredicate) => {
      if (!of) return `coalesce(${ofMany(column(many))}, FALSE)`;
      return `CASE WHEN ${column(many)} IS NULL THEN coalesce(${ofOne(column(one))}, FALSE) ELSE ${ofMany(column(many))} END`;
    };
    const anyOf = (predicate: TextPredicate) => (list: string) =>
      `len(list_filter(${list}, lambda x: ${predicate("x")})) > 0`;
    const sql: DuckdbField = {
      someText: (texts) => {
        const [one, many]: [Column, Column] = texts.cased ? ["text", "texts"] : ["folded", "folded_texts"];
        return some(
          one,
          many,
          (text) => isOf(text, texts),
          (all) => someOf(all, texts),
        );
      },
      someMatch: (predicate) => some("text", "text_list", predicate, anyOf(predicate)),
      someScalar: (predicate) => some("text", of ? "scalars" : "text_list", predicate, anyOf(predicate)),
      isNull: () => (of ? column("is_null") : `(len(${column("text_list")}) = 0)`),
      exists: () => (of ? column("is_there") : `(len(${column("text_list")}) > 0)`),
      allScalars: (cased) => {
        if (!of) throw new TypeError("a keyword is no field to compare another one with");
        const [one, many]: [Column, Column] = cased ? ["text", "scalars"] : ["folded", "folded_scalars"];
        return `coalesce(${column(many)}, [${column(one)}])`;
      },
      equals: (other, cased) =>
        `coalesce(list_has_any(${sql.allScalars(cased)}, ${(this.field(other) as DuckdbField).allScalars(cased)}), FALSE)`,
    };
    return sql;
  }

  /**
   * The record's columns for the rules, out of a relation with the columns `keys` and `event`, the record as compact
   * JSON.
   */
  relation(from: string, keys: readonly string[]): string {
    const fields = [...this.used.values()];
    const columns = [...keys];
    for (const { id, columns: wanted } of fields)
      for (const column of wanted) columns.push(`${columnOf(column, id)} AS ${column}_${id}`);
    for (const column of this.leaves) columns.push(`${leavesColumn(column)} AS ${column}_0`);
    const levels = [columns];
    if (fields.length > 0) {
      const ways = new Places(fields.flatMap(({ steps }) => prefixes(steps).map(pointer)));
      const places = fields.map(({ steps }) => pointer(steps));
      const walked = [...keys, "event", "kinds", "vals", "complex", `${waysSql(fields)} AS ways`];
      const complex = [...keys, "event", "odd", "kinds", "vals", `${complexSql(fields, ways)} AS complex`];
      const read = [
        ...keys,
        "event",
        `${ODD} AS odd`,
        `json_type(event, [${[...places, ...ways.places].join(", ")}]) AS kinds`,
        `json_extract_string(event, [${places.join(", ")}]) AS vals`,
      ];
      levels.push(walked, complex, read);
    }
    return `${levels.map((level) => `SELECT ${level.join(",\n  ")}\nFROM (`).join("")}${from}${")".repeat(levels.length)}`;
  }

  private use(field: string): UsedField {
    const known = this.used.get(field);
    if (known) return known;
    const steps = field.split(".");
    // Refuses here what can't be said, and not once the query is put together.
    duckdbLiteral(field);
    const made = { id: this.used.size + 1, field, steps, columns: new Set<Column>() };
    this.used.set(field, made);
    return made;
  }
}

/** Places in a record that are read together. */
class Places {
  readonly places: readonly string[];

  constructor(pointers: readonly string[]) {
    this.places = [...new Set(pointers)];
  }

  /** From 1. */
  number(place: string): number {
    return this.places.indexOf(place) + 1;
  }
}

/** Keys after one another as a JSON pointer (RFC 6901), which no key can break out of, as a literal. */
function pointer(keys: readonly string[]): string {
  return duckdbLiteral(keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""));
}

function prefixes(steps: readonly string[]): (readonly string[])[] {
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1));
}

/** The numbers of the fields that may be more than one text, number, boolean or null. */
function complexSql(fields: readonly UsedField[], ways: Places): string {
  const complex = fields.map(({ id, steps }) => {
    const arrays = [id, ...prefixes(steps).map((prefix) => fields.length + ways.number(pointer(prefix)))];
    const conditions = [`kinds[${id}] = 'OBJECT'`, ...arrays.map((at) => `kinds[${at}] = 'ARRAY'`)];
    return `CASE WHEN ${conditions.join(" OR ")} THEN ${id} END`;
  });
  const all = fields.map(({ id }) => id).join(", ");
  return `CASE WHEN odd THEN [${all}] ELSE list_filter([${complex.join(", ")}], lambda x: x IS NOT NULL) END`;
}

/** What the paths of the complex fields lead to, in their order. */
function waysSql(fields: readonly UsedField[]): string {
  const paths = fields.map(
    ({ id, field, steps }) =>
      `{'id': ${id}, 'path': ${duckdbLiteral(field)}, 'place': ${isNumbered(steps) ? "CAST(NULL AS VARCHAR)" : pointer(steps)}}`,
  );
  const straight = "p.place IS NOT NULL AND kinds[p.id] IS NOT NULL";
  const walked = `list_transform(list_select([${paths.join(", ")}], complex), lambda p: ${walk("p", straight)})`;
  return `CASE WHEN len(complex) > 0 THEN ${walked} END`;
}

/** A JSON pointer would take an array's element by its number. */
function isNumbered(steps: readonly string[]): boolean {
  return steps.some((step) => /^\d+$/.test(step));
}

function columnOf(column: Column, id: number): string {
  const way = `ways[list_position(complex, ${id})]`;
  const foldedAll = (list: string) => `list_transform(${list}, lambda x: lower(x))`;
  switch (column) {
    case "text":
      return `CASE WHEN ${way} IS NULL THEN vals[${id}] END`;
    case "folded":
      return `CASE WHEN ${way} IS NULL THEN lower(vals[${id}]) END`;
    case "texts":
      return `CASE WHEN ${way} IS NOT NULL THEN ${together(`${way}.texts`)} END`;
    case "folded_texts":
      return `CASE WHEN ${way} IS NOT NULL THEN lower(${together(`${way}.texts`)}) END`;
    case "text_list":
      return `${way}.texts`;
    case "scalars":
      return `${way}.scalars`;
    case "folded_scalars":
      return foldedAll(`${way}.scalars`);
    case "is_null":
      return `CASE WHEN ${way} IS NULL THEN coalesce(kinds[${id}] = 'NULL', TRUE) ELSE ${way}.has_null OR len(${way}.texts) = 0 END`;
    case "is_there":
      return `CASE WHEN ${way} IS NULL THEN kinds[${id}] IS NOT NULL ELSE ${way}.there END`;
  }
}

function leavesColumn(column: Column): string {
  if (column === "text_list") return leavesOf("event");
  return column === "texts" ? together(leavesOf("event")) : `lower(${together(leavesOf("event"))})`;
}
