import { detectionExpression } from "./detectionExpression";
import { RuleDraft } from "./draft";
import { readLogSource } from "./logSource";
import { mapOf, refuseSlips } from "./mapFields";
import { Placeholders } from "./placeholders";
import { HEAD_KEYS, readHead } from "./ruleHead";
import { MapNode } from "./ruleNode";

const DETECTION = "write selections and a condition below it";

/** Reads a rule about one record. @throws Refusal */
export function readRule(map: MapNode, text: string, placeholders: Placeholders): RuleDraft {
  refuseSlips(map, [...HEAD_KEYS, "logsource", "detection"]);
  const head = readHead(map, text);
  const logsource = readLogSource(map);
  const expression = detectionExpression("detection", mapOf(map, "detection", DETECTION)!, [], placeholders);
  return { kind: "rule", head, logsource, expression };
}
