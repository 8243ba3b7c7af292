import { AskedField } from "./askedField";
import { AthenaColumn, CLOUDTRAIL_TABLE } from "./athenaTable";
import { athenaJsonField } from "./athenaJson";
import { cannot } from "./athenaLiteral";
import { isOfAthena } from "./athenaTexts";
import { FieldSql, TextPredicate } from "./sqlDialect";

/**
 * A field of AWS's CloudTrail table in Athena's SQL.
 *
 * @throws NotExpressible where the table has no column for it
 */
export function athenaField(field: string | undefined): FieldSql {
  const asked = askedField(field);
  const present = ({ scalars }: AskedField, cased: boolean) =>
    `filter(${scalars(cased)}, x -> x IS NOT NULL)`;
  return {
    ...asked,
    equals: (other, cased) =>
      `coalesce(arrays_overlap(${present(asked, cased)}, ${present(askedField(other), cased)}), FALSE)`,
  };
}

function askedField(field: string | undefined): AskedField {
  if (field === undefined)
    throw cannot("the table has no column that holds the whole record, which keywords are asked of");
  const [first = "", ...steps] = field.split(".");
  let column = columnOf(CLOUDTRAIL_TABLE, first, field);
  let sql = first.toLowerCase();
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    if (column === "text") throw cannot(`${sql} is a text in the table and has no ${step}`);
    if (column === "json") return athenaJsonField(sql, [step, ...steps]);
    if ("list" in column) {
      columnOf(column.list, step, field);
      if (steps.length > 0) throw cannot(`${sql}.${step} is a text in the table and has no ${steps[0]!}`);
      return listField(sql, step.toLowerCase());
    }
    column = columnOf(column.struct, step, field);
    sql = `${sql}.${step.toLowerCase()}`;
  }
  if (column === "json") return athenaJsonField(sql, []);
  if (column !== "text") throw cannot(`${sql} is a structure in the table; ask for one of its fields`);
  return textField(sql);
}

function columnOf(
  columns: Readonly<Record<string, AthenaColumn>>,
  name: string,
  field: string,
): AthenaColumn {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column !== undefined) return column;
  const other = Object.keys(columns).find((known) => known.toLowerCase() === name.toLowerCase());
  throw cannot(
    other === undefined
      ? `the table has no column for ${field}`
      : `the table does not keep the case of names; the record's name is ${other}`,
  );
}

function textField(sql: string): AskedField {
  const asked = (predicate: TextPredicate, text = sql) => `coalesce(${predicate(text)}, FALSE)`;
  return {
    someText: (texts) => asked((text) => isOfAthena(text, texts), texts.cased ? sql : `lower(${sql})`),
    someMatch: asked,
    someScalar: asked,
    isNull: () => `(${sql} IS NULL)`,
    exists: () => {
      throw cannot("the table does not tell a field that is null from one that is absent");
    },
    scalars: (cased) => `ARRAY[${cased ? sql : `lower(${sql})`}]`,
  };
}

function listField(list: string, name: string): AskedField {
  const asked = (predicate: TextPredicate, text = `x.${name}`) =>
    `coalesce(any_match(${list}, x -> coalesce(${predicate(text)}, FALSE)), FALSE)`;
  const scalars = (cased: boolean) => `transform(${list}, x -> ${cased ? `x.${name}` : `lower(x.${name})`})`;
  return {
    someText: (texts) =>
      asked((text) => isOfAthena(text, texts), texts.cased ? `x.${name}` : `lower(x.${name})`),
    someMatch: asked,
    someScalar: asked,
    isNull: () => {
      throw cannot("the table does not tell a list without the field from one in which it is null");
    },
    exists: () => {
      throw cannot("the table does not tell a field that is null from one that is absent");
    },
    scalars,
  };
}
