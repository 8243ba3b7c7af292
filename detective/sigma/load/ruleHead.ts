import { LEVELS, Level } from "../../finding";
import { RuleHead } from "../rule";
import { textOf, textsOf } from "./mapFields";
import { Refusal, shown } from "./refusal";
import { MapNode } from "./ruleNode";

const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"];

/** Keys of a document that every kind of it may have; more are allowed, as custom fields. */
export const HEAD_KEYS = [
  "title",
  "id",
  "name",
  "related",
  "taxonomy",
  "status",
  "description",
  "license",
  "author",
  "references",
  "reference",
  "date",
  "modified",
  "fields",
  "falsepositives",
  "level",
  "tags",
  "scope",
];

/**
 * Reads what rules and correlations share.
 *
 * Source: sigma-rules-specification.html, "Components"
 * @param text the YAML of the document
 * @throws Refusal
 */
export function readHead(map: MapNode, text: string): RuleHead {
  const title = textOf(map, "title", 256);
  if (title === undefined) throw new Refusal(map.at, "no title", "add title: what the rule detects");
  const taxonomy = textOf(map, "taxonomy");
  if (taxonomy !== undefined && taxonomy !== "sigma")
    throw new Refusal(
      map.entries.get("taxonomy")!.value.at,
      `the taxonomy ${shown(taxonomy)} is not known here`,
      "name the fields as CloudTrail does, and take taxonomy out",
    );
  const optional = {
    id: textOf(map, "id", 256),
    name: textOf(map, "name", 256),
    status: oneOf(map, "status", STATUSES),
    description: textOf(map, "description"),
    author: textOf(map, "author"),
    date: textOf(map, "date", 256),
    modified: textOf(map, "modified", 256),
  };
  return {
    title,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    references: [...textsOf(map, "references"), ...textsOf(map, "reference")],
    tags: textsOf(map, "tags"),
    falsepositives: textsOf(map, "falsepositives"),
    fields: textsOf(map, "fields"),
    level: (oneOf(map, "level", LEVELS) as Level | undefined) ?? "medium",
    at: map.at,
    text,
  };
}

function oneOf(map: MapNode, key: string, words: readonly string[]): string | undefined {
  const word = textOf(map, key);
  if (word === undefined || words.includes(word)) return word;
  throw new Refusal(
    map.entries.get(key)!.value.at,
    `the ${key} ${shown(word)} is not one that Sigma has`,
    `use one of ${words.join(", ")}`,
  );
}
