import type { DuckDBConnection } from "@duckdb/node-api";
import { EVENT_COLUMNS } from "../eventColumns";
import { FilePlace } from "../cache/filePlace";
import { PlaceFilter, placeFilter } from "./placeFilter";

/** The views, each over a table of its own in the database that only plans. */
export const PLANNED_TABLES = { events: "planned_events", deliveries: "planned_deliveries" } as const;

/** What a query looks at. */
export interface QueryPlan {
  /** It looks at records at all. */
  readonly reads: boolean;
  /** By their names, in the order of `EVENT_COLUMNS`. */
  readonly columns: readonly string[];
  /** It looks at `events`, where each record counts once. */
  readonly once: boolean;
  /** Files whose rows can't meet its conditions need not be read. */
  opens(place: FilePlace): boolean;
}

interface PlanNode {
  readonly name?: string;
  readonly extra_info?: Readonly<Record<string, unknown>>;
  readonly children?: readonly PlanNode[];
}

/** What DuckDB's own plan says that a query reads. */
export async function queryPlan(connection: DuckDBConnection, sql: string): Promise<QueryPlan> {
  const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`);
  const nodes = JSON.parse(String(reader.getRows()[0]?.[1])) as PlanNode[];
  const scans = nodes.flatMap(scansIn);
  const columns = new Set(scans.flatMap(columnsOf));
  const filters = scans.map(filterOf);
  return {
    reads: scans.length > 0,
    columns: EVENT_COLUMNS.map(({ name }) => name).filter((name) => columns.has(name)),
    once: scans.some((node) => tableOf(node) === PLANNED_TABLES.events),
    opens: (place) => filters.some((filter) => filter(place)),
  };
}

function scansIn(node: PlanNode): PlanNode[] {
  const inner = (node.children ?? []).flatMap(scansIn);
  return tableOf(node) === undefined ? inner : [node, ...inner];
}

function tableOf({ extra_info: info }: PlanNode): string | undefined {
  const table = typeof info?.Table === "string" ? info.Table.split(".").at(-1) : undefined;
  return Object.values(PLANNED_TABLES).find((name) => name === table);
}

/** Those that it hands on, and all that its conditions name. */
function columnsOf({ extra_info: info = {} }: PlanNode): string[] {
  const conditions = textsOf(info.Filters).join(" ");
  const words = new Set(conditions.match(/\w+/g));
  return [
    ...textsOf(info.Projections),
    ...EVENT_COLUMNS.map(({ name }) => name).filter((name) => words.has(name)),
  ];
}

function filterOf({ extra_info: info = {} }: PlanNode): PlaceFilter {
  const texts = textsOf(info.Filters);
  // A text with a line break in it is shown as several: which ones, only its quotes tell.
  if (texts.some((text) => (text.match(/'/g) ?? []).length % 2 > 0)) return () => true;
  const filters = texts.flatMap((text) => placeFilter(text) ?? []);
  return (place) => filters.every((filter) => filter(place));
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (text): text is string => typeof text === "string" && text !== "",
  );
}
