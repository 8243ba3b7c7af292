import { RulePosition } from "../rulePosition";

/** A YAML document with its positions, aliases followed and scalars told apart. */
export type RuleNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: "map";
  readonly at: RulePosition;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly key: string;
  readonly at: RulePosition;
  readonly value: RuleNode;
}

export interface ListNode {
  readonly kind: "list";
  readonly at: RulePosition;
  readonly items: readonly RuleNode[];
}

/** `odd`: a number to YAML in a form that its text doesn't show, such as `0x1F` and `1e5`. */
export interface ScalarNode {
  readonly kind: "text" | "number" | "boolean" | "null" | "odd";
  readonly at: RulePosition;
  /** As the author wrote it, quotes and escapes of YAML resolved; booleans in lower case. */
  readonly text: string;
}

export function isScalar(node: RuleNode): node is ScalarNode {
  return node.kind !== "map" && node.kind !== "list";
}

/** What a node is, in a word of YAML's own. */
export function kindName(node: RuleNode): string {
  return (
    { map: "a mapping", list: "a list", odd: "a number", null: "null" }[node.kind as string] ??
    `a ${node.kind}`
  );
}
