import { athenaEvents } from "../../detective/archive/athena/athenaEvents";
import { athenaNamedQueries } from "../../detective/archive/athena/athenaNamedQueries";
import { athenaViews } from "../../detective/archive/athena/athenaViews";
import { withEvents } from "../../detective/archive/athena/withEvents";
import { loadSavedQueries } from "../../detective/archive/savedQuery/loadSavedQueries";
import { savedQueryText } from "../../detective/archive/savedQuery/savedQueryText";
import { PlacedRecord } from "../../tests/support/savedQueries/call";
import { rowTexts } from "../../tests/support/savedQueries/queryCase";
import { QUERY_CASES } from "../../tests/support/savedQueries/queryCases";
import { tableOf } from "./tableOf";
import { Proof } from "./proof";

/** Each saved query over the records of its case, through the view's text, against the rows that DuckDB finds. */
export async function savedQueryProofs(): Promise<Proof[]> {
  const { queries } = await loadSavedQueries();
  return queries.flatMap((query) => {
    const { athena } = query.texts;
    if (athena === undefined) return [];
    const { values, records, rows, athenaRows = rows } = QUERY_CASES[query.name]!;
    return {
      kind: "saved query, over the view's text",
      name: query.name,
      text: athena,
      sql: () => {
        const { sql } = savedQueryText(query, { from: "2026-05-01", to: "2026-05-31", ...values }, "athena");
        return [
          withEvents(sql, eventsOf([...records, ...records.map((one) => ({ ...one, day: "2026/04/30" }))])),
        ];
      },
      judge: (found) => {
        const texts = rowTexts(found.map((row) => row.map(asDuckdb)));
        return JSON.stringify(texts) === JSON.stringify(athenaRows)
          ? undefined
          : `other rows: ${texts.join("; ")}`;
      },
    };
  });
}

/** Java leaves seconds out that are none, and writes a T. */
function asDuckdb(value: string | null): string | null {
  if (value === null) return null;
  const time = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/.exec(value);
  return time ? `${time[1]} ${time[2]}${time[3] ?? ":00"}` : value.replace(/^(-?\d+)\.0$/, "$1");
}

/** The texts that a workgroup stores, and the view of the last days, over a record of today: they run, and find it. */
export async function storedProofs(): Promise<Proof[]> {
  const { queries } = await loadSavedQueries();
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  const [record] = QUERY_CASES["root-use"]!.records;
  const all = eventsOf([
    { ...record!, day },
    { ...record!, day: "2020/01/01" },
  ]);
  const over = (sql: string) => sql.replace(/\ball_events\b/, () => `(${all})`);
  const [, events] = athenaViews();
  return [
    {
      kind: "view",
      name: "events",
      text: events!.select,
      sql: () => [over(events!.select)],
      judge: (rows, types) => {
        if (rows.length !== 1) return `${rows.length} rows instead of 1`;
        const known = `[${events!.columns.map(({ type }) => type).join(", ")}]`;
        // A text's longest length is known to the engine, and no part of the view.
        const plain = types.replace(/varchar\(\d+\)/g, "varchar");
        return plain === known ? undefined : `other types: ${plain}`;
      },
    },
    ...athenaNamedQueries(queries).map(({ name, sql }): Proof => ({
      kind: "stored query",
      name,
      text: sql,
      sql: () => [over(sql)],
      judge: (rows) =>
        name === "root-use" && rows.length !== 1 ? `${rows.length} rows instead of 1` : undefined,
    })),
  ];
}

function eventsOf(records: readonly PlacedRecord[]): string {
  return athenaEvents({
    from: tableOf(records),
    account: '"account"',
    region: '"region"',
    day: '"timestamp"',
  });
}
