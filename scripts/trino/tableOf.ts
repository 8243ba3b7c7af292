import { rowColumns, tableRow } from "../../tests/support/athena/tableRows";
import { PlacedRecord } from "../../tests/support/savedQueries/call";

/** Records as AWS's table has them, as a query that needs no table. */
export function tableOf(records: readonly PlacedRecord[]): string {
  const columns = rowColumns(
    (fields) => `ROW(${fields})`,
    (of) => `ARRAY(${of})`,
    "varchar",
  ).map(({ name, type }) => `"${name}" ${type}`);
  const json = JSON.stringify(records.map(tableRow)).replaceAll("'", "''");
  return `(SELECT * FROM UNNEST(CAST(json_parse('${json}') AS ARRAY(ROW(${columns.join(", ")})))))`;
}
