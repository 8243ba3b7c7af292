import { EventSelectors, FieldSelector } from "./clients";

/** Management events that a trail's selectors let through, by whether they only read. */
export interface ManagementSelection {
  /** Event sources left out of the events that read; undefined where none of these events is recorded. */
  read?: readonly string[];
  /** The same of the events that write. */
  write?: readonly string[];
  /** Selectors that let only some events through for another reason: what they hang on. */
  narrowed: readonly string[];
}

/** Data events of one type that a trail's selectors let through. */
export interface DataSelection {
  /** All but `except`. */
  all: boolean;
  except: readonly string[];
  /** ARNs, or beginnings of ARNs, that are recorded; not of interest where `all` is true. */
  some: readonly string[];
  /** Selectors that let only some events through for another reason: what they hang on. */
  narrowed: readonly string[];
}

type Access = "read" | "write";
const ACCESSES: readonly Access[] = ["read", "write"];

/** Which management events are recorded, by basic or by advanced selectors. Undefined where there are no selectors. */
export function managementSelection(selectors: EventSelectors): ManagementSelection | undefined {
  const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = selectors;
  if (basic.length + advanced.length === 0) return undefined;
  const parts: { access: readonly Access[]; left: readonly string[] }[] = [];
  const narrowed: string[] = [];
  for (const selector of basic) {
    if (selector.IncludeManagementEvents === false) continue;
    parts.push({
      access: basicAccess(selector.ReadWriteType),
      left: selector.ExcludeManagementEventSources ?? [],
    });
  }
  for (const { Name, FieldSelectors = [] } of advanced) {
    if (!ofCategory(FieldSelectors, "Management")) continue;
    const rest = FieldSelectors.filter(({ Field }) => Field !== "eventCategory" && Field !== "readOnly");
    const left = rest.filter(leavesSourcesOut).flatMap(({ NotEquals = [] }) => NotEquals);
    const further = rest.filter((field) => !leavesSourcesOut(field));
    if (further.length > 0) narrowed.push(`${Name ?? "a selector"}: ${further.map(words).join(", ")}`);
    else parts.push({ access: advancedAccess(FieldSelectors), left });
  }
  const [read, write] = ACCESSES.map((access) => leftByAll(parts, access));
  return { ...(read && { read }), ...(write && { write }), narrowed };
}

/** Which data events of a type (`AWS::S3::Object`) are recorded. */
export function dataSelection(selectors: EventSelectors, type: string, access: Access): DataSelection {
  const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = selectors;
  const some: string[] = [];
  const narrowed: string[] = [];
  let except: readonly string[] | undefined;
  for (const { ReadWriteType, DataResources = [] } of basic) {
    if (!basicAccess(ReadWriteType).includes(access)) continue;
    const values = DataResources.filter(({ Type }) => Type === type).flatMap(({ Values = [] }) => Values);
    if (values.some(isWholeService)) except = [];
    else some.push(...values);
  }
  for (const { Name, FieldSelectors = [] } of advanced) {
    if (!ofCategory(FieldSelectors, "Data") || !advancedAccess(FieldSelectors).includes(access)) continue;
    if (
      !FieldSelectors.some(({ Field, Equals = [] }) => Field === "resources.type" && Equals.includes(type))
    ) {
      continue;
    }
    const arns = FieldSelectors.filter(({ Field }) => Field === "resources.ARN");
    const further = FieldSelectors.filter(
      ({ Field = "" }) => !["eventCategory", "readOnly", "resources.type", "resources.ARN"].includes(Field),
    );
    if (further.length > 0) narrowed.push(`${Name ?? "a selector"}: ${further.map(words).join(", ")}`);
    else if (arns.length > 0 && arns.every(onlyExcludes)) {
      const left = arns.flatMap(excluded);
      if (!left.some(isWholeService)) except = left;
    } else if (arns.length > 0)
      some.push(...arns.flatMap(({ Equals = [], StartsWith = [] }) => [...Equals, ...StartsWith]));
    else except = [];
  }
  return { all: except !== undefined, except: except ?? [], some, narrowed };
}

/** The ARN of no bucket, or of no function, stands for every one: `…:s3` or `…:s3:::`, `…:lambda`. */
function isWholeService(arn: string): boolean {
  return arn.split(":").slice(5).join("") === "";
}

/** Sources that every part which lets these events through leaves out. */
function leftByAll(
  parts: readonly { access: readonly Access[]; left: readonly string[] }[],
  wanted: Access,
): readonly string[] | undefined {
  const lists = parts.filter(({ access }) => access.includes(wanted)).map(({ left }) => left);
  return lists.length === 0
    ? undefined
    : lists.reduce((common, list) => common.filter((source) => list.includes(source)));
}

function basicAccess(type = "All"): readonly Access[] {
  if (type === "ReadOnly") return ["read"];
  return type === "WriteOnly" ? ["write"] : ACCESSES;
}

function advancedAccess(fields: readonly FieldSelector[]): readonly Access[] {
  const readOnly = fields.find(({ Field }) => Field === "readOnly");
  if (!readOnly) return ACCESSES;
  const { Equals = [], NotEquals = [] } = readOnly;
  const reads = Equals.length > 0 ? Equals.includes("true") : !NotEquals.includes("true");
  const writes = Equals.length > 0 ? Equals.includes("false") : !NotEquals.includes("false");
  return ACCESSES.filter((access) => (access === "read" ? reads : writes));
}

function ofCategory(fields: readonly FieldSelector[], category: string): boolean {
  return fields.some(({ Field, Equals = [] }) => Field === "eventCategory" && Equals.includes(category));
}

function leavesSourcesOut(field: FieldSelector): boolean {
  return field.Field === "eventSource" && isOnly(field, ["NotEquals"]);
}

function onlyExcludes(field: FieldSelector): boolean {
  return isOnly(field, ["NotEquals", "NotStartsWith"]);
}

function excluded({ NotEquals = [], NotStartsWith = [] }: FieldSelector): string[] {
  return [...NotEquals, ...NotStartsWith];
}

const OPERATORS = ["Equals", "NotEquals", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith"] as const;

function isOnly(field: FieldSelector, allowed: readonly (typeof OPERATORS)[number][]): boolean {
  return OPERATORS.every((operator) => (field[operator] ?? []).length === 0 || allowed.includes(operator));
}

function words(field: FieldSelector): string {
  const conditions = OPERATORS.flatMap((operator) => {
    const values = field[operator] ?? [];
    return values.length > 0 ? [`${operator} ${values.join(" or ")}`] : [];
  });
  return `${field.Field ?? "?"} ${conditions.join(" and ")}`;
}
