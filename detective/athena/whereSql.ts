import { parametersNaming } from "../sources/resourcesOf";
import { ConditionSet } from "../sources/matches";
import { LookupAttributeKey } from "../source";
import { AthenaTable } from "./athenaTable";
import { literal } from "./partitionSql";

/** A condition of SQL: every record that meets what was asked meets it. */
export interface WhereSql {
  /** Absent where every record may. */
  readonly sql?: string;
  /** Whether no others do. */
  readonly exact: boolean;
}

/** Attributes that a column says outright. */
const COLUMNS: Readonly<Partial<Record<LookupAttributeKey, string>>> = {
  EventId: "eventid",
  EventName: "eventname",
  EventSource: "eventsource",
  ReadOnly: "lower(readonly)",
  AccessKeyId: "useridentity.accesskeyid",
};

/** Conditions of LookupEvents in SQL; those that need a look at the record (Username, Resource…) come too wide. */
export function whereSql(sets: readonly ConditionSet[], table: AthenaTable): WhereSql {
  const alternatives = sets.map((set) => set.map(([key, value]) => attribute(key, value, table)));
  const exact = alternatives.every((set) => set.every((one) => one.exact));
  const all = alternatives.map((set) =>
    joined(
      set.flatMap(({ sql }) => sql ?? []),
      " AND ",
    ),
  );
  const sql = all.includes(undefined) ? undefined : joined([...new Set(all as string[])], " OR ");
  return { exact, ...(sql !== undefined && { sql }) };
}

function joined(parts: readonly string[], by: string): string | undefined {
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : `(${parts.join(by)})`;
}

function attribute(key: LookupAttributeKey, value: string, table: AthenaTable): WhereSql {
  const column = COLUMNS[key];
  if (column !== undefined) return { sql: `${column} = ${literal(value)}`, exact: true };
  switch (key) {
    case "Username":
      return { sql: username(value), exact: false };
    case "ResourceName":
      return mentions(pieceOf(value), table);
    default:
      return ofType(value, table);
  }
}

/** A user's name, a session's (in the principal's id or the ARN), or root. */
function username(value: string): string {
  const ending = (mark: string) => literal(`%${mark}${value.replace(/[\\%_]/g, "\\$&")}`);
  const conditions = [
    `useridentity.username = ${literal(value)}`,
    `useridentity.principalid LIKE ${ending(":")} ESCAPE '\\'`,
    `useridentity.arn LIKE ${ending("/")} ESCAPE '\\'`,
    `useridentity.arn LIKE ${ending(":")} ESCAPE '\\'`,
    ...(value === "root" ? ["useridentity.type = 'Root'"] : []),
  ];
  return `(${conditions.join(" OR ")})`;
}

/** The longest part that JSON writes one way only. */
function pieceOf(value: string): string | undefined {
  const pieces = value.split(/[^A-Za-z0-9_.:@+=,-]+/).filter((piece) => piece !== "");
  return pieces.sort((a, b) => b.length - a.length)[0];
}

function mentions(piece: string | undefined, { columns }: AthenaTable): WhereSql {
  if (piece === undefined) return { exact: false };
  const text = literal(piece);
  return {
    sql: orFalse([
      `strpos(requestparameters, ${text}) > 0`,
      `strpos(responseelements, ${text}) > 0`,
      ...(columns.has("resources") ? [`any_match(resources, x -> strpos(x.arn, ${text}) > 0)`] : []),
    ]),
    exact: false,
  };
}

/** By the parameters that name a resource of that type, and by the record's own list. */
function ofType(type: string, { columns }: AthenaTable): WhereSql {
  const keys = parametersNaming(type).map((name) => literal(`"${name}"`));
  return {
    sql: orFalse([
      ...keys.flatMap((key) => [
        `strpos(requestparameters, ${key}) > 0`,
        `strpos(responseelements, ${key}) > 0`,
      ]),
      ...(columns.has("resources") ? [`any_match(resources, x -> x.type = ${literal(type)})`] : []),
    ]),
    exact: false,
  };
}

function orFalse(conditions: readonly string[]): string {
  return conditions.length === 0 ? "FALSE" : `(${conditions.join(" OR ")})`;
}
