import { isIP, BlockList } from "node:net";
import type { Expression, FieldTest, TextPattern } from "../../../../../detective/sigma/expression";

/** docs/sigma.md in the plainest words, to compare the matcher with: slow, and it recurses. */
export function holds(expression: Expression, record: unknown): boolean {
  if (expression.kind === "all") return expression.of.every((part) => holds(part, record));
  if (expression.kind === "any") return expression.of.some((part) => holds(part, record));
  if (expression.kind === "not") return !holds(expression.of, record);
  return testHolds(expression, record);
}

function testHolds({ field, test }: FieldTest, record: unknown): boolean {
  const ends = field === undefined ? [record] : follow(record, field.split("."));
  const values = field === undefined ? leaves(record) : ends.flatMap(elements);
  const texts = values.flatMap((value) =>
    isObject(value) ? [JSON.stringify(value), ...leaves(value)] : [value],
  );
  const some = (ask: (text: string) => boolean) => texts.some((text) => text !== null && ask(asText(text)));
  switch (test.kind) {
    case "text":
      return some((text) => {
        const pattern: TextPattern =
          field === undefined ? [{ kind: "anyText" }, ...test.pattern, { kind: "anyText" }] : test.pattern;
        return test.cased ? toRegex(pattern, false).test(text) : toRegex(pattern, true).test(lower(text));
      });
    case "null":
      return values.length === 0 || values.includes(null);
    case "exists":
      return ends.length > 0 && (field !== undefined || values.length > 0);
    case "regex": {
      const { ignoreCase, multiline, dotAll } = test.flags;
      const flags = `${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
      return some((text) => new RegExp(test.source, flags).test(text));
    }
    case "cidr":
      return values.some((value) => typeof value === "string" && inNetwork(test.network, value));
    case "number":
      return values.some((value) => {
        const isNumber = typeof value === "number" || (typeof value === "string" && isJsonNumber(value));
        return isNumber && compare(Number(value), test.comparison, test.than);
      });
    case "timePart":
      return values.some((value) => {
        if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false;
        const date = new Date(value);
        return test.part === "hour" && compare(date.getUTCHours(), test.comparison, test.than);
      });
    case "fieldref": {
      const as = (value: unknown) => (test.cased ? asText(value) : lower(String(value)));
      const scalars = (list: unknown[]) => list.filter((value) => typeof value !== "object").map(as);
      const others = scalars(follow(record, test.field.split(".")).flatMap(elements));
      return scalars(values).some((value) => others.includes(value));
    }
  }
}

function follow(node: unknown, steps: string[]): unknown[] {
  if (steps.length === 0) return [node];
  if (Array.isArray(node)) return node.flatMap((element) => follow(element, steps));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const length = key.split(".").length;
    return key === steps.slice(0, length).join(".") ? follow(value, steps.slice(length)) : [];
  });
}

function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(elements) : [value];
}

function leaves(value: unknown): unknown[] {
  if (typeof value !== "object") return [value];
  return value === null ? [] : Object.values(value).flatMap(leaves);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lower(text: string): string {
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return character === "\u0130" ? "i" : Array.from(small).length === 1 ? small : character;
  }).join("");
}

function asText(value: unknown): string {
  return String(value);
}

function toRegex(pattern: TextPattern, folded: boolean): RegExp {
  const source = pattern.map((part) => {
    if (part.kind === "anyText") return "[^]*";
    if (part.kind === "anyCharacter") return "[^]";
    return (folded ? lower(part.text) : part.text).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, "u");
}

function inNetwork(network: string, text: string): boolean {
  const [address, bits] = network.split("/") as [string, string];
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(text) !== isIP(address) || /[%[\s]/.test(text)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(text, family);
}

function isJsonNumber(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "number" && text.trim() === text;
  } catch {
    return false;
  }
}

function compare(value: number, comparison: string, than: number): boolean {
  if (comparison === "eq") return value === than;
  return comparison.startsWith("l")
    ? value < than || (comparison === "lte" && value === than)
    : value > than || (comparison === "gte" && value === than);
}
