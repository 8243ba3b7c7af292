import { EVENT_COLUMNS, type ViewColumn } from "../../detective";
import { TRINO_NAMES } from "../../detective/archive/query/trinoNames";
import { code, page, table } from "./markdown";

/** `docs/events.md`: the columns of the view `events`, and the functions that work in both engines. */
export function eventsPage(): string {
  return page("The view events", "`detective/archive/eventColumns.ts`", [
    "What `audit-trail query` asks, of log files (DuckDB) and on Athena: a row for each record. In `events` a record of files counts once, by its eventID; in `deliveries` as often as it was delivered. How to ask it is in [archive.md](archive.md), questions that are written already are in [queries.md](queries.md).",
    "A field that a record lacks, or that is null, is NULL. In a text column a value that is no text stands as its JSON; a time that can't be read, and a flag that is neither true nor false, is NULL.",
    table(
      ["column", "type", "field of the record", "", ""],
      EVENT_COLUMNS.map((column) => [
        code(column.name),
        TYPES[column.type],
        column.field === undefined ? "" : code(column.field),
        column.about,
        notes(column),
      ]),
    ),
    "Every other field is asked of the record: `json_extract_scalar(record, '$.userIdentity.onBehalfOf.userId')`.",
    "## Functions of both engines",
    "DuckDB knows these by the names and with the meaning that they have in Trino, so that one text runs in both:",
    Object.keys(TRINO_NAMES)
      .sort()
      .map((name) => code(name))
      .join(", "),
    "What both have anyway (`count`, `coalesce`, `lower`, `substr`, `strpos`, `date_trunc`, `try_cast`, `TRY`, `min_by`, `array_agg`, `UNNEST` …) is not in this list. Not the same in both, so better left out: `concat` with NULL (write `||`), `greatest` and `least` with NULL, types of lists in casts (`varchar[]` here, `array(varchar)` there), lambdas (`x -> …`).",
  ]);
}

const TYPES: Readonly<Record<ViewColumn["type"], string>> = {
  text: "VARCHAR",
  timestamp: "TIMESTAMP, in UTC",
  boolean: "BOOLEAN",
  json: "JSON",
  integer: "INTEGER",
};

function notes({ hot, duckdbOnly }: ViewColumn): string {
  return [...(hot ? [] : ["in a cache only with `--bodies`"]), ...(duckdbOnly ? ["not on Athena"] : [])].join(
    "; ",
  );
}
