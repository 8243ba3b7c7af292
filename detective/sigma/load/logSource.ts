import { LogSource } from "../rule";
import { mapOf, refuseSlips, textOf } from "./mapFields";
import { Refusal, shown } from "./refusal";
import { MapNode } from "./ruleNode";

const KEYS = ["category", "product", "service", "definition"];

/**
 * Reads the log source, which has to be CloudTrail's.
 *
 * Source: sigma-rules-specification.html, "LogSource"
 * @throws Refusal on any other
 */
export function readLogSource(document: MapNode): LogSource {
  const map = mapOf(document, "logsource", "write product: aws and service: cloudtrail below it");
  if (!map)
    throw new Refusal(
      document.at,
      "no logsource",
      "add logsource: with product: aws and service: cloudtrail",
    );
  refuseSlips(map, KEYS);
  const [category, product, service] = [
    textOf(map, "category"),
    textOf(map, "product"),
    textOf(map, "service"),
  ];
  if (product !== "aws" || category !== undefined || (service !== undefined && service !== "cloudtrail"))
    throw new Refusal(
      map.at,
      `the log source ${named({ category, product, service })} is not CloudTrail's`,
      "only product: aws with service: cloudtrail can be asked here",
    );
  return { product, ...(service !== undefined && { service }) };
}

function named(source: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(source).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? "without a product"
    : given.map(([key, value]) => `${key} ${shown(value!)}`).join(", ");
}
