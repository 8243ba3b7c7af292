import type { AnalyticsViewArgs } from "./trailAnalyticsArgs";
import type { CatalogColumn } from "./cloudTrailTable";

/** What the catalogue calls each type of a view's column. */
export const viewColumnTypes: Readonly<Record<string, string>> = {
  varchar: "string",
  boolean: "boolean",
  integer: "int",
  bigint: "bigint",
  double: "double",
  date: "date",
  "timestamp(3)": "timestamp",
};

/** A view's columns as the catalogue describes them. */
export function viewColumns({ columns }: AnalyticsViewArgs): CatalogColumn[] {
  return columns.map(({ name, type }) => ({ name, type: viewColumnTypes[type] ?? type }));
}

/**
 * A view's text as Athena keeps it in the catalogue: a comment around what its engine knows a view by, in base64.
 *
 * Source: Trino's Hive connector, `encodeViewData`; Athena writes the same at CREATE VIEW.
 */
export function viewText({ query, columns }: AnalyticsViewArgs, databaseName: string): string {
  const known = {
    originalSql: statement(query),
    catalog: "awsdatacatalog",
    schema: databaseName,
    columns: columns.map(({ name, type }) => ({ name, type })),
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(known)).toString("base64")} */`;
}

/** The statement that makes the view, for the day on which Athena takes the one in the catalogue for stale. */
export function createViewStatement({ name, query }: AnalyticsViewArgs): string {
  return `CREATE OR REPLACE VIEW "${name}" AS\n${statement(query)}`;
}

/** The name of the saved query that makes the view again. */
export function createViewName({ name }: Pick<AnalyticsViewArgs, "name">): string {
  return `create-view-${name}`;
}

function statement(query: string): string {
  return query.replace(/[\s;]+$/, "");
}
