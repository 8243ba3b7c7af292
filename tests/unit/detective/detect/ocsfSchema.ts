import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isIP } from "node:net";

interface Attribute {
  type: string;
  array?: boolean;
  required?: boolean;
  profile?: string;
  enum?: Record<string, string>;
}

interface Shape {
  attributes: Record<string, Attribute>;
  at_least_one?: string[];
}

const SCHEMA = JSON.parse(
  readFileSync(join(__dirname, "../../../fixtures/ocsf/detectionFinding.json"), "utf8"),
) as { version: string; detection_finding: Shape; objects: Record<string, Shape> };

export const SCHEMA_VERSION = SCHEMA.version;

/** What of a finding breaks the schema, by path; objects that the fixture doesn't hold are a breach as well. */
export function breaches(finding: Record<string, unknown>, profiles: readonly string[]): string[] {
  return ofShape(finding, SCHEMA.detection_finding, "", profiles);
}

function ofShape(
  value: Record<string, unknown>,
  shape: Shape,
  path: string,
  profiles: readonly string[],
): string[] {
  const applies = ({ profile }: Attribute) => profile === undefined || profiles.includes(profile);
  const missing = Object.entries(shape.attributes)
    .filter(([name, attribute]) => attribute.required && applies(attribute) && value[name] === undefined)
    .map(([name]) => `${path}.${name} is missing`);
  const none =
    shape.at_least_one && !shape.at_least_one.some((name) => value[name] !== undefined)
      ? [`${path} has none of ${shape.at_least_one.join(", ")}`]
      : [];
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const attribute = shape.attributes[name];
    const there = `${path}.${name}`;
    if (!attribute || !applies(attribute)) return [`${there} is not known`];
    if (!attribute.array) return ofAttribute(inner, attribute, there, profiles);
    if (!Array.isArray(inner)) return [`${there} is no list`];
    return inner.flatMap((each, index) => ofAttribute(each, attribute, `${there}[${index}]`, profiles));
  });
  return [...missing, ...none, ...wrong];
}

function ofAttribute(
  value: unknown,
  { type, enum: values }: Attribute,
  path: string,
  profiles: readonly string[],
): string[] {
  const wrong = (holds: boolean) => (holds ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`]);
  switch (type) {
    case "integer_t":
    case "long_t":
    case "timestamp_t":
      if (values && !Object.hasOwn(values, String(value)) && !/_uid$/.test(path))
        return [`${path} is ${String(value)}, which is none of ${Object.keys(values).join(", ")}`];
      return wrong(Number.isSafeInteger(value));
    case "boolean_t":
      return wrong(typeof value === "boolean");
    case "ip_t":
      return wrong(typeof value === "string" && isIP(value) > 0);
    case "json_t":
      return [];
    default:
      if (type.endsWith("_t")) return wrong(typeof value === "string");
  }
  const shape = SCHEMA.objects[type];
  if (!shape) return [`${path}: the fixture has no ${type}`];
  if (typeof value !== "object" || value === null) return wrong(false);
  return ofShape(value as Record<string, unknown>, shape, path, profiles);
}
