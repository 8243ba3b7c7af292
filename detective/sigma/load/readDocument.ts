import { Alias, Node, Pair, Scalar, YAMLMap, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { RulePosition } from "../rulePosition";
import { Refusal, shown } from "./refusal";
import { MapEntry, RuleNode, ScalarNode } from "./ruleNode";
import { scalarKind } from "./scalarKind";

/** No rule nests deeper than five; this leaves room for the custom fields that the specification allows. */
const DEEPEST = 64;

const PLAIN_TAGS = ["tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:str", "!"];

/**
 * Reads one YAML 1.2 document; an alias stands for the node it names, which is read once however often it is used.
 *
 * @param positionOf the position of an offset in `text`
 * @throws Refusal on what is no YAML, on keys that stand twice, and on nesting deeper than 64
 */
export function readDocument(text: string, positionOf: (offset: number) => RulePosition): RuleNode {
  if (text.trimStart().startsWith("%"))
    throw new Refusal(
      positionOf(text.indexOf("%")),
      "YAML directives are not understood, except %YAML 1.2",
      "take the line out",
    );
  // The failsafe schema leaves scalars as they are written: the core schema's numbers lose leading zeros.
  // Its own check for keys that stand twice takes time by the square of their number.
  const document = parseDocument(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const error = document.errors[0];
  if (error) {
    const help = error.code === "TAB_AS_INDENT" ? "indent with spaces" : "correct the YAML at this place";
    throw new Refusal(positionOf(error.pos[0]), `no YAML: ${error.message}`, help);
  }
  return new Reader(positionOf).read(document.contents ?? new Scalar(""), 0);
}

class Reader {
  readonly #anchors = new Map<string, RuleNode | "open">();

  constructor(readonly positionOf: (offset: number) => RulePosition) {}

  read(node: Node, depth: number): RuleNode {
    const at = this.#at(node);
    if (isAlias(node)) return this.#follow(node, at);
    if (depth > DEEPEST)
      throw new Refusal(at, `nested deeper than ${DEEPEST}`, "no rule needs that; flatten it");
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    if (tag !== undefined && !PLAIN_TAGS.includes(tag))
      throw new Refusal(
        at,
        `the tag ${shown(tag)} is not understood`,
        "take the tag out; quotes make a text",
      );
    if (anchor !== undefined) this.#anchors.set(anchor, "open");
    const read = this.#content(node, at, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, read);
    return read;
  }

  #content(node: Node, at: RulePosition, depth: number): RuleNode {
    if (isMap(node)) return { kind: "map", at, entries: this.#entries(node, depth) };
    if (isSeq(node))
      return { kind: "list", at, items: node.items.map((item) => this.read(item as Node, depth + 1)) };
    return scalar(node as Scalar, at);
  }

  #entries(map: YAMLMap, depth: number): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    for (const { key: keyNode, value } of map.items as Pair<Node, Node | null>[]) {
      const at = this.#at(keyNode);
      if (!isScalar(keyNode)) throw new Refusal(at, "a key that is no text", "write a plain name");
      const key = scalar(keyNode, at).text;
      if (key === "<<" && keyNode.type === "PLAIN")
        throw new Refusal(at, "YAML 1.2 has no merge key <<", "write the keys out");
      const before = entries.get(key);
      if (before)
        throw new Refusal(
          at,
          `the key ${shown(key)} stands twice, first in line ${before.at.line}`,
          "keep one; several values of a field make a list",
        );
      const read = value ? this.read(value, depth + 1) : scalar(new Scalar(""), at);
      entries.set(key, { key, at, value: read });
    }
    return entries;
  }

  #follow({ source }: Alias, at: RulePosition): RuleNode {
    const node = this.#anchors.get(source);
    if (node === "open") throw new Refusal(at, `*${source} stands inside what it names`, "write it out");
    if (!node) throw new Refusal(at, `no anchor &${source} stands before *${source}`, "write it out");
    return node;
  }

  #at(node: Node | null): RulePosition {
    return this.positionOf(node?.range?.[0] ?? 0);
  }
}

function scalar({ value, type, tag }: Scalar, at: RulePosition): ScalarNode {
  const text = typeof value === "string" ? value : "";
  const quoted = (type !== undefined && type !== "PLAIN") || tag !== undefined;
  const kind = quoted ? "text" : scalarKind(text);
  return { kind, at, text: kind === "boolean" ? text.toLowerCase() : text };
}
