import { NeededRecord, RecordNeeds } from "../sources/recordNeeds";
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

function neededSql({ fields = [], holding = [] }: NeededRecord, columns: RecordColumns): string | undefined {
  const conditions = [
    ...fields.flatMap(({ field, oneOf, caseless }) => {
      const column = columns.textColumn(field);
      if (column === undefined) return [];
      if (!oneOf) return [`${column} IS NOT NULL`];
      if (oneOf.length === 0) return ["FALSE"];
      const texts = oneOf.map((text) => literal(caseless ? text.toLowerCase() : text));
      return [`${caseless ? `lower(${column})` : column} IN (${texts.join(", ")})`];
    }),
    ...holding.map((text) => `strpos(${columns.everything}, ${literal(text)}) > 0`),
  ];
  return conditions.length === 0 ? undefined : `(${conditions.join(" AND ")})`;
}
