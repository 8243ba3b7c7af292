import { anyOf, allElementsOf, elementsOf, foldedAll, leavesOf, scalarsOf, textsOf } from "./duckdbLists";
import { anyWay, plainWay, pointer } from "./duckdbPath";
import { FieldSql, TextPredicate } from "./sqlDialect";

/** What a query works out of a field before rules are asked, by the beginning of its column's name. */
type Column =
  "text" | "folded" | "texts" | "foldedTexts" | "scalars" | "foldedScalars" | "is_null" | "is_there";

interface UsedField {
  readonly id: number;
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
 * of them come out of one reading of the record. Where it is an object, or an array is on the way, that column is NULL
 * and the texts are in a column of lists; what a key with dots or an array in an array makes of the path is worked out
 * for the records that have some.
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
    const some = (one: Column, many: Column, predicate: TextPredicate) => {
      const ofMany = anyOf(column(many), predicate);
      if (!of) return ofMany;
      return `CASE WHEN ${column(many)} IS NOT NULL THEN ${ofMany} ELSE coalesce(${predicate(column(one))}, FALSE) END`;
    };
    const sql: DuckdbField = {
      someText: (cased, predicate) =>
        cased ? some("text", "texts", predicate) : some("folded", "foldedTexts", predicate),
      someScalar: (predicate) => some("text", of ? "scalars" : "texts", predicate),
      isNull: () => (of ? column("is_null") : `(len(${column("texts")}) = 0)`),
      exists: () => (of ? column("is_there") : `(len(${column("texts")}) > 0)`),
      allScalars: (cased) => {
        if (!of) return column(cased ? "texts" : "foldedTexts");
        return cased
          ? `coalesce(${column("scalars")}, [${column("text")}])`
          : `coalesce(${column("foldedScalars")}, [${column("folded")}])`;
      },
      equals: (other, cased) =>
        `coalesce(list_has_any(${sql.allScalars(cased)}, ${(other as DuckdbField).allScalars(cased)}), FALSE)`,
    };
    return sql;
  }

  /**
   * The record's columns for the rules, out of a relation with the columns `keys` and `event`, the record as compact
   * JSON.
   */
  relation(from: string, keys: readonly string[]): string {
    const fields = [...this.used.values()];
    const kinds = new Places(
      fields.flatMap(({ steps }) => steps.map((_, end) => pointer(steps.slice(0, end + 1)))),
    );
    const values = new Places(fields.map(({ steps }) => pointer(steps)));
    const read = [...keys, "event", `${ODD} AS odd`];
    if (fields.length > 0)
      read.push(
        `json_type(event, [${kinds.list()}]) AS kinds`,
        `json_extract_string(event, [${values.list()}]) AS vals`,
      );
    const kept = [...keys, "event", "odd", ...(fields.length > 0 ? ["kinds", "vals"] : [])];
    const ways = [...kept];
    const nodes = [...kept];
    const columns = [...keys];
    for (const { id, steps, columns: wanted } of fields) {
      ways.push(`${wayOf(steps, kinds)} AS way_${id}`);
      nodes.push(
        `way_${id}`,
        `CASE WHEN way_${id} IS NULL THEN NULL WHEN odd THEN ${allElementsOf(`way_${id}`)} ELSE ${elementsOf(`way_${id}`)} END AS nodes_${id}`,
      );
      const kind = kinds.at(pointer(steps), "kinds");
      const value = values.at(pointer(steps), "vals");
      for (const column of wanted) columns.push(`${columnOf(column, id, kind, value)} AS ${column}_${id}`);
    }
    for (const column of this.leaves)
      columns.push(
        `${column === "foldedTexts" ? foldedAll(leavesOf("event")) : leavesOf("event")} AS ${column}_0`,
      );
    const levels = [columns, nodes, ways, read].map((level) => `SELECT ${level.join(",\n  ")}\nFROM (`);
    return `${levels.join("")}${from}${")".repeat(levels.length)}`;
  }

  private use(field: string): UsedField {
    const known = this.used.get(field);
    if (known) return known;
    const steps = field.split(".");
    // Refuses here what can't be said, and not once the query is put together.
    pointer(steps);
    const made = { id: this.used.size + 1, steps, columns: new Set<Column>() };
    this.used.set(field, made);
    return made;
  }
}

/** Places in a record that are read together, and where each is found in what was read. */
class Places {
  private readonly places: readonly string[];

  constructor(pointers: readonly string[]) {
    this.places = [...new Set(pointers)];
  }

  list(): string {
    return this.places.join(", ");
  }

  at(place: string, list: string): string {
    return `${list}[${this.places.indexOf(place) + 1}]`;
  }
}

/** The nodes at the end of a path, arrays as such; NULL where it is one text, number, boolean or null, or nothing. */
function wayOf(steps: readonly string[], kinds: Places): string {
  const kind = (end: number) => kinds.at(pointer(steps.slice(0, end)), "kinds");
  const arrays = steps.slice(1).map((_, index) => `${kind(index + 1)} = 'ARRAY'`);
  return [
    `CASE WHEN odd THEN ${anyWay(steps)}`,
    ...(arrays.length > 0 ? [`WHEN ${arrays.join(" OR ")} THEN ${plainWay(steps)}`] : []),
    `WHEN ${kind(steps.length)} IN ('OBJECT', 'ARRAY') THEN [json_extract(event, ${pointer(steps)})] END`,
  ].join(" ");
}

function columnOf(column: Column, id: number, kind: string, value: string): string {
  const [way, nodes] = [`way_${id}`, `nodes_${id}`];
  switch (column) {
    case "text":
      return `CASE WHEN ${way} IS NULL THEN ${value} END`;
    case "folded":
      return `CASE WHEN ${way} IS NULL THEN lower(${value}) END`;
    case "texts":
      return `CASE WHEN ${way} IS NOT NULL THEN ${textsOf(nodes)} END`;
    case "foldedTexts":
      return `CASE WHEN ${way} IS NOT NULL THEN ${foldedAll(textsOf(nodes))} END`;
    case "scalars":
      return `CASE WHEN ${way} IS NOT NULL THEN ${scalarsOf(nodes)} END`;
    case "foldedScalars":
      return `CASE WHEN ${way} IS NOT NULL THEN ${foldedAll(scalarsOf(nodes))} END`;
    case "is_null":
      return `CASE WHEN ${way} IS NULL THEN coalesce(${kind} = 'NULL', TRUE) ELSE len(${nodes}) = 0 OR ${anyOf(nodes, (x) => `json_type(${x}) = 'NULL'`)} END`;
    case "is_there":
      return `CASE WHEN ${way} IS NULL THEN ${kind} IS NOT NULL ELSE len(${way}) > 0 END`;
  }
}
