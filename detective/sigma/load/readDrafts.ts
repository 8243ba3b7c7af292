import { RuleProblem } from "../rule";
import { RulePosition } from "../rulePosition";
import { Draft, RefusedDraft } from "./draft";
import { nearKey } from "./nearKey";
import { Placeholders } from "./placeholders";
import { positions } from "./positions";
import { readCorrelation } from "./readCorrelation";
import { readDocument } from "./readDocument";
import { readFilter } from "./readFilter";
import { readRule } from "./readRule";
import { Refusal, shown } from "./refusal";
import { MapNode, RuleNode, isScalar, kindName } from "./ruleNode";
import { DocumentText, splitDocuments } from "./splitDocuments";

/** A longer document is no rule: the longest public one has 300,000 characters. */
const LONGEST_DOCUMENT = 1_000_000;

/** Reads the documents of a rule file each by itself; one that can't be understood leaves the others as they are. */
export function readDrafts(
  stream: string,
  file: string,
  placeholders: Placeholders,
): (Draft | RefusedDraft)[] {
  const text = stream.replace(/^\uFEFF/, "");
  const at = positions(text, file);
  let global: RulePosition | undefined;
  return splitDocuments(text).map((document) => {
    let map: MapNode | undefined;
    try {
      map = readMap(document, at);
      const action = scalarText(map, "action");
      if (action === "reset") global = undefined;
      if (action === "global") global = map.at;
      refuseCollections(map, action, global);
      return readKind(map, `${document.text.trim()}\n`, placeholders);
    } catch (error) {
      return refused(map, toProblem(error, at(document.start)));
    }
  });
}

function readMap({ start, text }: DocumentText, at: (offset: number) => RulePosition): MapNode {
  if (text.length > LONGEST_DOCUMENT)
    throw new Refusal(
      at(start),
      `a document of ${text.length} characters, and ${LONGEST_DOCUMENT} are the most`,
      "split it into several rules",
    );
  const node = readDocument(text, (offset) => at(start + offset));
  if (node.kind === "map") return node;
  throw new Refusal(
    node.at,
    `the document is ${kindName(node)}, not a mapping`,
    "write title: and the rest of a rule",
  );
}

function readKind(map: MapNode, text: string, placeholders: Placeholders): Draft {
  const kinds = ["detection", "correlation", "filter"].filter((key) => map.entries.has(key));
  if (kinds.length > 1)
    throw new Refusal(
      map.entries.get(kinds[1]!)!.at,
      `${kinds.join(" and ")} in one document`,
      "write a document for each, with --- between them",
    );
  if (kinds[0] === "detection") return readRule(map, text, placeholders);
  if (kinds[0] === "correlation") return readCorrelation(map, text);
  if (kinds[0] === "filter") return readFilter(map, text, placeholders);
  const near = [...map.entries.values()].find(
    ({ key }) => nearKey(key, ["detection", "correlation"]) !== undefined,
  );
  throw new Refusal(
    near?.at ?? map.at,
    "no detection, correlation or filter",
    near
      ? `write ${nearKey(near.key, ["detection", "correlation"])} for ${shown(near.key)}`
      : "add one of them",
  );
}

function refuseCollections(map: MapNode, action: string | undefined, global: RulePosition | undefined): void {
  const help = "write each rule whole, in a document of its own";
  if (action !== undefined && ["global", "reset", "repeat"].includes(action))
    throw new Refusal(
      map.entries.get("action")!.at,
      `action: ${action} belongs to the rule collections that Sigma 2 dropped`,
      help,
    );
  if (global)
    throw new Refusal(
      map.at,
      `the document builds on action: global in line ${global.line}, which is refused`,
      help,
    );
}

function toProblem(error: unknown, at: RulePosition): RuleProblem {
  if (error instanceof Refusal) return { at: error.at, problem: error.problem, help: error.help };
  // Whatever else a document can do to the parser, it is the document's problem, and the others' are read.
  const message = error instanceof Error ? error.message : String(error);
  return { at, problem: `cannot be read: ${message.slice(0, 200)}`, help: "simplify the document" };
}

function refused(map: MapNode | undefined, problem: RuleProblem): RefusedDraft {
  const [title, id, name] = ["title", "id", "name"].map((key) => map && scalarText(map, key));
  return {
    kind: "refused",
    problem: { ...problem, ...(title !== undefined && { title }) },
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    correlates: map ? correlatedBy(map) : [],
  };
}

function correlatedBy(map: MapNode): readonly string[] {
  const body = map.entries.get("correlation")?.value;
  const rules = body?.kind === "map" ? body.entries.get("rules")?.value : undefined;
  if (!rules) return [];
  return (rules.kind === "list" ? rules.items : [rules]).flatMap((node: RuleNode) =>
    isScalar(node) ? [node.text] : [],
  );
}

function scalarText(map: MapNode, key: string): string | undefined {
  const value = map.entries.get(key)?.value;
  return value && isScalar(value) && value.kind !== "null" ? value.text : undefined;
}
