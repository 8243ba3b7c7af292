import { EventsTable } from "../archive/athena/athenaEvents";
import { AthenaTable } from "./athenaTable";
import { columnProblem } from "./columnProblem";
import { quoted } from "./partitionSql";

/** A table as the view `events` needs to know it. */
export function eventsTable(table: AthenaTable): EventsTable {
  const { name, account, region, day } = table;
  return {
    from: quoted(name),
    ...(account && { account: quoted(account.column) }),
    ...(region && { region: quoted(region.column) }),
    ...(day && { day: daySql(day) }),
    has: (field) => columnProblem(field, table) === undefined,
  };
}

function daySql(day: NonNullable<AthenaTable["day"]>): string {
  if (day.kind === "parts") return `concat(${day.columns.map(quoted).join(", '/', ")})`;
  const column = quoted(day.column);
  switch (day.format) {
    case "yyyy/MM/dd":
      return column;
    case "yyyy-MM-dd":
      return `replace(${column}, '-', '/')`;
    case "yyyyMMdd":
      return `concat(substr(${column}, 1, 4), '/', substr(${column}, 5, 2), '/', substr(${column}, 7, 2))`;
  }
}
