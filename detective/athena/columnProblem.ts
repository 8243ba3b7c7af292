import { AthenaColumn, CLOUDTRAIL_TABLE } from "../sigma/sql/athenaTable";
import { AthenaTable } from "./athenaTable";
import { HiveType } from "./hiveType";

/**
 * Why a rule's field can't be asked of this table, which may be older than AWS's, or somebody's own; undefined where it
 * can, and where not even AWS's table has it, which the compiler says.
 */
export function columnProblem(field: string, { columns }: AthenaTable): string | undefined {
  let known: AthenaColumn | undefined;
  let type: HiveType | undefined;
  let path = "";
  for (const step of field.split(".")) {
    const names: Readonly<Record<string, AthenaColumn>> | undefined =
      known === undefined ? CLOUDTRAIL_TABLE : fieldsOf(known);
    if (!names || !Object.hasOwn(names, step)) return undefined;
    const inner = type === undefined ? columns.get(step.toLowerCase()) : innerOf(type, step.toLowerCase());
    path += `${path === "" ? "" : "."}${step}`;
    if (!inner) return `this table has no column for ${path}`;
    known = names[step]!;
    type = inner;
    if (!fits(known, type)) return `this table's column for ${path} is of another type than AWS's`;
  }
  return undefined;
}

/** Whether AWS's table holds a field, as text or somewhere inside of JSON; letters count. */
export function hasColumn(field: string): boolean {
  let known: AthenaColumn = { struct: CLOUDTRAIL_TABLE };
  for (const step of field.split(".")) {
    if (known === "json") return true;
    const names = fieldsOf(known);
    if (!names || !Object.hasOwn(names, step)) return false;
    known = names[step]!;
  }
  return typeof known === "string";
}

function fieldsOf(column: AthenaColumn): Readonly<Record<string, AthenaColumn>> | undefined {
  if (typeof column === "string") return undefined;
  return "list" in column ? column.list : column.struct;
}

function innerOf(type: HiveType, name: string): HiveType | undefined {
  const struct = type.kind === "array" ? type.of : type;
  return struct.kind === "struct" ? struct.fields.get(name) : undefined;
}

function fits(column: AthenaColumn, type: HiveType): boolean {
  if (typeof column === "string") return type.kind === "scalar" && /^(string|varchar|char)/.test(type.name);
  return "list" in column ? type.kind === "array" : type.kind === "struct";
}
