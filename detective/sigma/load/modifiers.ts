import { Comparison, RegexFlags, TimePart } from "../expression";
import { RulePosition } from "../rulePosition";
import { fieldPathProblem } from "./fieldPathProblem";
import { Refusal, shown } from "./refusal";

export type Anchor = "contains" | "startswith" | "endswith";
export type Encoding = "windash" | "utf16le" | "utf16be" | "utf16" | "base64" | "base64offset";

/** What stands before the colon: a field, absent for a keyword, and what its modifiers come to. */
export interface FieldKey {
  readonly key: string;
  readonly at: RulePosition;
  readonly field?: string;
  readonly all: boolean;
  readonly neq: boolean;
  readonly expand: boolean;
  readonly test: ValueTest;
}

/** How each value is to be understood. */
export type ValueTest =
  | {
      readonly kind: "text";
      readonly encodings: readonly Encoding[];
      readonly anchor?: Anchor;
      readonly cased: boolean;
    }
  | { readonly kind: "regex"; readonly flags: RegexFlags }
  | { readonly kind: "cidr" }
  | { readonly kind: "exists" }
  | { readonly kind: "number"; readonly comparison: Comparison }
  | { readonly kind: "timePart"; readonly part: TimePart; readonly comparison: Comparison | "eq" }
  | { readonly kind: "fieldref"; readonly cased: boolean };

type Family =
  | "anchor"
  | "encoding"
  | "regex"
  | "flag"
  | "cidr"
  | "exists"
  | "comparison"
  | "timePart"
  | "fieldref"
  | "cased"
  | "all"
  | "neq"
  | "expand";

const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ...["contains", "startswith", "endswith"].map((name) => [name, "anchor"] as const),
  ...["windash", "wide", "utf16le", "utf16be", "utf16", "base64", "base64offset"].map(
    (name) => [name, "encoding"] as const,
  ),
  ["re", "regex"],
  ...["i", "m", "s"].map((name) => [name, "flag"] as const),
  ["cidr", "cidr"],
  ["exists", "exists"],
  ...["lt", "lte", "gt", "gte"].map((name) => [name, "comparison"] as const),
  ...["minute", "hour", "day", "week", "month", "year"].map((name) => [name, "timePart"] as const),
  ["fieldref", "fieldref"],
  ["cased", "cased"],
  ["all", "all"],
  ["neq", "neq"],
  ["expand", "expand"],
]);

/** Which may stand together; the order they are allowed in is checked apart. */
const TOGETHER: readonly (readonly Family[])[] = [
  ["anchor", "encoding", "cased", "all", "neq", "expand"],
  ["regex", "flag", "all", "neq"],
  ["cidr", "all", "neq", "expand"],
  ["exists"],
  ["comparison", "timePart", "all"],
  ["timePart", "all", "neq"],
  ["fieldref", "cased", "all", "neq"],
];

/** The stages a text goes through. */
const STAGES: readonly (readonly string[])[] = [
  ["expand"],
  ["windash"],
  ["wide", "utf16le", "utf16be", "utf16"],
  ["base64", "base64offset"],
  ["contains", "startswith", "endswith"],
];

const ONE_OF: readonly (readonly string[])[] = [
  ...STAGES,
  ["lt", "lte", "gt", "gte"],
  ["minute", "hour", "day", "week", "month", "year"],
];

/** What a keyword can be asked: it has no beginning, no end and no field. */
const OF_KEYWORDS: readonly Family[] = ["anchor", "encoding", "cased", "all", "expand", "regex", "flag"];

/**
 * Reads `field|modifier|modifier`.
 *
 * Source: sigmahq.io/sigma-specification/specification/sigma-appendix-modifiers.html
 * @throws Refusal on modifiers that are unknown, stand twice, don't go together, or stand in the wrong order
 */
export function readFieldKey(key: string, at: RulePosition): FieldKey {
  const [field = "", ...names] = key.split("|");
  const refuse = (problem: string, help: string): never => {
    throw new Refusal(at, `${shown(key)}: ${problem}`, help);
  };
  const families = names.map((name) => {
    const family = FAMILIES.get(name);
    return (
      family ??
      refuse(`no modifier is called ${shown(name)}`, `use one of ${[...FAMILIES.keys()].join(", ")}`)
    );
  });
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) refuse(`the modifier ${twice} stands twice`, "keep one");
  if (!TOGETHER.some((allowed) => families.every((family) => allowed.includes(family))))
    refuse(`${names.join(" and ")} do not go together`, "write a selection for each");
  if (names.includes("all") && names.includes("neq"))
    refuse(
      "all and neq do not go together: neq is about all values already",
      "keep one, or use not in the condition",
    );
  for (const oneOf of ONE_OF) {
    const several = names.filter((name) => oneOf.includes(name));
    if (several.length > 1) refuse(`${several.join(" and ")} do not go together`, "keep one");
  }
  const disorder = outOfOrder(names);
  if (disorder)
    refuse(`${disorder[0]} has to stand before ${disorder[1]}`, "modifiers work from left to right");
  if (field === "") {
    if (names.length === 0) refuse("a field without a name", "name the field; keywords are a list");
    const wrong = names.find((name) => !OF_KEYWORDS.includes(FAMILIES.get(name)!) || /with$/.test(name));
    if (wrong !== undefined)
      refuse(`a keyword cannot be asked ${wrong}`, "name the field before the modifiers");
  }
  const wrongPath = field === "" ? undefined : fieldPathProblem(field);
  if (wrongPath !== undefined) refuse(wrongPath, "write its steps with one dot between them, and no blanks");
  const has = (name: string) => names.includes(name);
  return {
    key,
    at,
    ...(field !== "" && { field }),
    all: has("all"),
    neq: has("neq"),
    expand: has("expand"),
    test: valueTest(names, has),
  };
}

function valueTest(names: readonly string[], has: (name: string) => boolean): ValueTest {
  const find = <T extends string>(family: Family) =>
    names.find((name) => FAMILIES.get(name) === family) as T | undefined;
  const comparison = find<Comparison>("comparison");
  const part = find<TimePart>("timePart");
  const anchor = find<Anchor>("anchor");
  if (has("re"))
    return { kind: "regex", flags: { ignoreCase: has("i"), multiline: has("m"), dotAll: has("s") } };
  if (has("cidr")) return { kind: "cidr" };
  if (has("exists")) return { kind: "exists" };
  if (has("fieldref")) return { kind: "fieldref", cased: has("cased") };
  if (part) return { kind: "timePart", part, comparison: comparison ?? "eq" };
  if (comparison) return { kind: "number", comparison };
  const encodings = names.filter((name) => FAMILIES.get(name) === "encoding");
  return {
    kind: "text",
    encodings: encodings.map((name) => (name === "wide" ? "utf16le" : (name as Encoding))),
    ...(anchor && { anchor }),
    cased: has("cased"),
  };
}

/** A modifier that has to stand before another one that it comes after. */
function outOfOrder(names: readonly string[]): readonly [string, string] | undefined {
  const steps = names.filter((name) => STAGES.some((stage) => stage.includes(name)));
  const stageOf = (name: string) => STAGES.findIndex((stage) => stage.includes(name));
  const flag = names.findIndex((name) => FAMILIES.get(name) === "flag");
  if (flag >= 0 && !names.slice(0, flag).includes("re")) return ["re", names[flag]!];
  const comparison = names.findIndex((name) => FAMILIES.get(name) === "comparison");
  const part = names.findIndex((name) => FAMILIES.get(name) === "timePart");
  if (comparison >= 0 && part > comparison) return [names[part]!, names[comparison]!];
  // Wildcards are no flags, so public rules may write contains|windash.
  for (const [place, name] of steps.entries())
    for (const later of steps.slice(place + 1)) {
      const free = stageOf(name) === 4 && (later === "windash" || later === "expand");
      if (!free && stageOf(later) < stageOf(name)) return [later, name];
    }
  return undefined;
}
