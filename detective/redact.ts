import { CloudTrailEvent } from "./event";
import { byName } from "./byName";
import { JsonObject, isJsonObject } from "./json";
import { SecretKind, secretKindOf } from "./redactNames";
import { isHidden, placeholder, redactText } from "./redactText";

/** Deeper than any record of AWS's; what lies below is hidden, as nobody looked at it. */
const MAX_DEPTH = 64;
const LONGEST_JSON = 1024 * 1024;

/** Objects that hold an environment, as `{NAME: value}` or as `[{name, value}]`. */
const ENVIRONMENTS = /^(?:variables|envvars|\w*environmentvariables\w*|environment|containerenvironment)$/;
/** Maps of an environment that has other fields too hold variables under names like these; CloudTrail writes the first letter small. */
const VARIABLE_NAME = /^[A-Za-z_][A-Z0-9_]*$/;
/** The fields that hold an environment, and whether they may hold more than variables: a build's image, a machine's size. */
const environmentIn = byName<"mixed" | "variables" | "none">((name) => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (!ENVIRONMENTS.test(plain)) return "none";
  return plain === "environment" ? "mixed" : "variables";
});
/** The two halves of `{name: …, value: …}`, as the services call them. */
const NAME_FIELDS = ["name", "key", "parameterKey", "parameterName", "optionName", "headerName"].map(
  (field) => [field, field[0]!.toUpperCase() + field.slice(1)] as const,
);
const ANY_NAME_FIELD = new Set(NAME_FIELDS.flat());
const VALUE_FIELDS = /^(?:value|parametervalue|headervalue|stringvalue)$/;

/**
 * The event without the secrets of its request and answer, to be shown to others; its shape stays, and in each secret's
 * place stands `[redacted: kind]`.
 *
 * Goes by names (`masterUserPassword`, `secretString`, environment variables, …) and by shapes (private keys, JSON web
 * tokens, signed addresses). What an investigation needs stays: access key ids, ARNs, names, policy documents. It is a
 * precaution and no proof: a secret under a name that says nothing, in no known shape, is not found. What holds no secret
 * is not copied: the event itself comes back where it has none.
 */
export function redact(event: CloudTrailEvent): CloudTrailEvent {
  return new Redaction(event).fields(event, 0);
}

class Redaction {
  private readonly isApiGateway: boolean;
  private readonly answersApiKey: boolean;

  constructor({ eventSource, eventName }: CloudTrailEvent) {
    this.isApiGateway = eventSource === "apigateway.amazonaws.com";
    this.answersApiKey = this.isApiGateway && /ApiKeys?$/.test(eventName ?? "");
  }

  fields(object: JsonObject, depth: number): JsonObject {
    const kindOfValue = pairKind(object);
    return mapFields(object, (name, value) =>
      kindOfValue !== undefined && VALUE_FIELDS.test(name.toLowerCase())
        ? hide(value, kindOfValue, depth + 1)
        : this.field(name, value, depth + 1),
    );
  }

  private field(name: string, value: unknown, depth: number): unknown {
    const kind = this.kindOf(name, value);
    if (kind !== undefined) return hide(value, kind, depth);
    const environment = environmentIn(name);
    return environment === "none"
      ? this.value(value, depth)
      : this.environment(value, environment === "mixed", depth);
  }

  private kindOf(name: string, value: unknown): SecretKind | undefined {
    const kind = secretKindOf(name);
    // `masterUserSecret: {secretArn, …}` says where a secret lies; API Gateway calls a key's id `apiKey`.
    if (kind === "secret" && typeof value === "object") return undefined;
    if (this.isApiGateway && /^api_?key$/i.test(name)) return undefined;
    if (this.answersApiKey && name === "value") return "secret";
    return kind;
  }

  value(value: unknown, depth: number): unknown {
    if (typeof value === "string") return this.text(value, depth);
    if (typeof value !== "object" || value === null) return value;
    if (depth > MAX_DEPTH) return placeholder("nested too deeply");
    if (Array.isArray(value)) return mapItems(value, (item) => this.value(item, depth + 1));
    return this.fields(value as JsonObject, depth);
  }

  /** JSON in a string is read as such, but for policies, which stay as they are. */
  private text(text: string, depth: number): string {
    const parsed = depth < MAX_DEPTH ? jsonIn(text) : undefined;
    if (parsed === undefined) return redactText(text);
    if (isPolicy(parsed)) return redactText(text, { assignments: false });
    const redacted = this.value(parsed, depth + 1);
    return redacted === parsed ? text : JSON.stringify(redacted);
  }

  /** @param mixed whether the object may hold more than variables: a build's image, a machine's size */
  private environment(value: unknown, mixed: boolean, depth: number): unknown {
    const kind = "environment variable";
    if (Array.isArray(value)) {
      return mapItems(value, (item) => {
        if (!isJsonObject(item)) return this.value(item, depth + 1);
        // The value of these types is the name of a parameter or a secret.
        const isReference = /^(?:PARAMETER_STORE|SECRETS_MANAGER)$/.test(String(item.type));
        if (isReference) return this.fields(item, depth + 1);
        return mapFields(item, (name, inner) =>
          name.toLowerCase() === "value" ? hide(inner, kind, depth + 2) : this.field(name, inner, depth + 2),
        );
      });
    }
    if (!isJsonObject(value)) {
      // A list of variables as one text; but `environment: "prod"` is a name.
      return typeof value === "string" && !mixed ? hide(value, kind, depth) : this.value(value, depth);
    }
    return mapFields(value, (name, inner) =>
      (!mixed || VARIABLE_NAME.test(name)) && typeof inner !== "object"
        ? hide(inner, kind, depth + 1)
        : this.field(name, inner, depth + 1),
    );
  }
}

/** What the `name` of a `{name, value}` says about its value. */
function pairKind(object: JsonObject): SecretKind | undefined {
  if (typeof object.type === "string" && object.type.toLowerCase() === "securestring") return "secret";
  if (object.namespace === "aws:elasticbeanstalk:application:environment") return "environment variable";
  if (!Object.keys(object).some((name) => ANY_NAME_FIELD.has(name))) return undefined;
  for (const [field, capital] of NAME_FIELDS) {
    const name = own(object, field) ?? own(object, capital);
    const kind = typeof name === "string" ? secretKindOf(name) : undefined;
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Hides every text and number; flags, names of fields, references and what AWS hid itself stay. */
function hide(value: unknown, kind: SecretKind, depth: number): unknown {
  if (typeof value === "string")
    return isHidden(value) ? value : accessKeyIn(value, kind) + placeholder(kind);
  // `maxTokens: 4096` counts what a language model reads.
  if (typeof value === "number") return kind === "token" ? value : placeholder(kind);
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return placeholder(kind);
  if (Array.isArray(value)) return mapItems(value, (item) => hide(item, kind, depth + 1));
  return mapFields(value as JsonObject, (_name, inner) => hide(inner, kind, depth + 1));
}

/** The access key id with which `X-Amz-Credential` begins: what an investigator follows. */
function accessKeyIn(value: string, kind: SecretKind): string {
  return (kind === "credential" && /^A[A-Z]IA[A-Z0-9]{12,124}(?=\/)/.exec(value)?.[0]) || "";
}

/** Each field replaced; the very object where each stays. */
function mapFields(object: JsonObject, map: (name: string, value: unknown) => unknown): JsonObject {
  let changed = false;
  const fields = Object.keys(object).map((name): [string, unknown] => {
    const value = object[name];
    const mapped = map(name, value);
    changed ||= mapped !== value;
    return [name, mapped];
  });
  // fromEntries defines own properties: a field called __proto__ stays a field.
  return changed ? Object.fromEntries(fields) : object;
}

/** Each item replaced; the very list where each stays. */
function mapItems(list: readonly unknown[], map: (item: unknown) => unknown): readonly unknown[] {
  const mapped = list.map(map);
  return mapped.some((item, index) => item !== list[index]) ? mapped : list;
}

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text) || text.length > LONGEST_JSON) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isPolicy(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const statement = own(value, "Statement");
  return Array.isArray(statement)
    ? statement.every((one) => isJsonObject(one) && "Effect" in one)
    : isJsonObject(statement) && "Effect" in statement;
}

function own(object: JsonObject, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}
