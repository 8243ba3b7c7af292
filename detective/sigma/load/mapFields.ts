import { nearKey } from "./nearKey";
import { Refusal, shown } from "./refusal";
import { MapNode, RuleNode, ScalarNode, isScalar, kindName } from "./ruleNode";

const MOST_KEYS = 1_000;

/** The text of a field, trimmed; undefined where it is absent, empty or null. */
export function textOf(map: MapNode, key: string, longest = 65_535): string | undefined {
  const entry = map.entries.get(key);
  if (!entry || (isScalar(entry.value) && entry.value.kind === "null")) return undefined;
  const text = plainText(key, entry.value);
  if (text.length > longest)
    throw new Refusal(
      entry.value.at,
      `${key} has ${text.length} characters, and ${longest} are the most`,
      "shorten it",
    );
  return text === "" ? undefined : text;
}

/** The texts of a field that is a list, or one text; none where it is absent or null. */
export function textsOf(map: MapNode, key: string): readonly string[] {
  return textNodesOf(map, key).map(({ text }) => text.trim());
}

/** The same with their positions. */
export function textNodesOf(map: MapNode, key: string): readonly ScalarNode[] {
  const value = map.entries.get(key)?.value;
  if (!value || (isScalar(value) && value.kind === "null")) return [];
  const items = value.kind === "list" ? value.items : [value];
  return items.map((item) => {
    plainText(key, item);
    return item as ScalarNode;
  });
}

/** The mapping below a key; undefined where there is none. */
export function mapOf(map: MapNode, key: string, help: string): MapNode | undefined {
  const value = map.entries.get(key)?.value;
  if (!value) return undefined;
  if (value.kind !== "map") throw new Refusal(value.at, `${key} is ${kindName(value)}, not a mapping`, help);
  return value;
}

/** Refuses keys that are a slip of the pen for a known one that is absent; others are custom fields. */
export function refuseSlips(map: MapNode, known: readonly string[]): void {
  if (map.entries.size > MOST_KEYS)
    throw new Refusal(
      map.at,
      `${map.entries.size} keys, and ${MOST_KEYS} are the most`,
      "take custom fields out",
    );
  for (const { key, at } of map.entries.values()) {
    if (known.includes(key)) continue;
    const near = nearKey(key, known);
    if (near !== undefined && !map.entries.has(near))
      throw new Refusal(
        at,
        `no key is called ${shown(key)}`,
        `write ${near}, or give a custom field another name`,
      );
  }
}

/** Refuses keys that are not known, in a mapping that has no custom fields. */
export function refuseUnknown(section: string, map: MapNode, known: readonly string[]): void {
  for (const { key, at } of map.entries.values())
    if (!known.includes(key))
      throw new Refusal(at, `${section} has no key ${shown(key)}`, `its keys are ${known.join(", ")}`);
}

function plainText(key: string, value: RuleNode): string {
  if (!isScalar(value) || value.kind === "boolean" || value.kind === "null")
    throw new Refusal(
      value.at,
      `${key} has ${kindName(value)} where a text should be`,
      "write a text, in quotes",
    );
  return value.text.trim();
}
