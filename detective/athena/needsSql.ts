import { JudgedField, NeededRecord, RecordNeeds } from "../sources/recordNeeds";
import { literal } from "./partitionSql";
import { RecordColumns } from "./recordColumns";

/**
 * A condition that every record that meets the needs meets, and hardly any others; undefined where every record may.
 *
 * It counts what the table has of a record: nothing else is judged afterwards.
 */
export function needsSql(needs: RecordNeeds, columns: RecordColumns): string | undefined {
  const alternatives = needs.map((one) => neededSql(one, columns));
  if (alternatives.includes(undefined)) return undefined;
  if (alternatives.length === 0) return "FALSE";
  return `(${[...new Set(alternatives)].join(" OR ")})`;
}

function neededSql(
  { fields = [], judged = [], holding = [] }: NeededRecord,
  columns: RecordColumns,
): string | undefined {
  const conditions = [
    ...fields.flatMap(({ field, oneOf, ending, caseless }) => {
      const column = columns.textColumn(field);
      if (column === undefined) return [];
      if (!oneOf) return [`${column} IS NOT NULL`];
      if (oneOf.length === 0) return ["FALSE"];
      const value = caseless ? `lower(${column})` : column;
      const texts = oneOf.map((text) => (caseless ? text.toLowerCase() : text));
      if (!ending) return [`${value} IN (${texts.map(literal).join(", ")})`];
      const ends = texts.map((text) => `substr(${value}, -${[...text].length}) = ${literal(text)}`);
      return [`(${ends.join(" OR ")})`];
    }),
    ...judged.flatMap((one) => {
      const column = columns.textColumn(one.field);
      return column === undefined
        ? []
        : [`(${one.oneOf.map((value) => SPELLINGS[one.as](column, value)).join(" OR ")})`];
    }),
    ...holding.map((text) => `strpos(${columns.everything}, ${literal(text)}) > 0`),
  ];
  return conditions.length === 0 ? undefined : `(${conditions.join(" AND ")})`;
}

/** Conditions that every spelling of a value meets. */
const SPELLINGS: Readonly<Record<JudgedField["as"], (column: string, value: string) => string>> = {
  // Its version stands behind it.
  api: (column, name) => `${column} LIKE ${literal(`${name.replace(/[\\%_]/g, "\\$&")}%`)} ESCAPE '\\'`,
  // An address of IPv6 has many spellings, and one of IPv4 may stand in it.
  address: (column, address) =>
    [
      ...(address.includes(":") ? [] : [`strpos(${column}, ${literal(address)}) > 0`]),
      `strpos(${column}, ':') > 0`,
    ].join(" OR "),
};
