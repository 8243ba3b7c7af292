import { parseArn } from "../arn";
import { ActionCatalogue, ActionFacts } from "./actionCatalogue";
import { ArnFormat, arnFormat, arnPattern } from "./arnFormat";
import { Call } from "./call";
import { ec2Type } from "./ec2Types";
import { KnownArns, knownKey } from "./knownArns";
import { normalised, parameterNames, primaryVariable } from "./parameterNames";
import { ParameterText, parameterTexts } from "./parameterTexts";
import { literal } from "./policyPattern";

/** What a permission is for, as patterns for a policy. */
export interface CallResources {
  resources: readonly string[];
  /** Why it is wider than the call, where it is. */
  wide?: string;
}

/** Not the record's fault, and nothing to be narrowed. */
export const NO_RESOURCE = "IAM takes no resource for this action";
const formatsOf = new WeakMap<object, readonly ArnFormat[]>();

/**
 * The resources that the call named, by the action's resource types: ARNs in the record first, then names in the
 * parameters put into the type's ARN format; what a required type lacks becomes `*` within it.
 *
 * @param parameters to look in @default the call's own
 */
export function resourcesOfCall(
  call: Call,
  { action, resourceTypes }: ActionFacts,
  catalogue: ActionCatalogue,
  known: KnownArns,
  parameters: unknown = call.parameters,
): CallResources {
  if (resourceTypes.length === 0) return { resources: ["*"], wide: NO_RESOURCE };
  const prefix = action.split(":")[0]!;
  const formats = serviceFormats(catalogue, prefix);
  const texts = parameterTexts(parameters);
  const own = parameters === call.parameters;
  const arns = [
    ...(own ? (call.event.resources ?? []).flatMap(({ ARN }) => ARN ?? []) : []),
    ...texts.map(({ text }) => text),
  ].filter((text) => parseArn(text) !== undefined);
  const found = new Map<string, readonly string[]>();
  for (const { name } of resourceTypes) {
    const format = formats.find(({ type }) => type === name);
    if (!format) continue;
    const resources = [
      ...arns.filter((arn) => typeOf(arn, formats, resourceTypes) === name).map(arnPattern),
      ...(prefix === "ec2" ? byEc2Id(call, format, texts) : byName(call, prefix, format, texts, known)),
    ];
    if (resources.length > 0) found.set(name, completed(prefix, name, [...new Set(resources)]));
  }
  const missing = formats.filter(
    (format) =>
      isRequired(format, resourceTypes) &&
      !found.has(format.type) &&
      !isAlternative(call, format, found, formats),
  );
  const named = [...found.values()].flat();
  // So many required types are alternatives: which one was meant can't be told, or has been.
  const required = resourceTypes.filter((each) => each.required).length;
  const wide = required > MOST_TYPES ? [] : missing;
  const patterns = wide.map((format) => format.write(call, sureValues(call, prefix, format, texts)));
  const resources = [...new Set([...named, ...patterns])];
  if (resources.length === 0) return { resources: ["*"], wide: "the record does not name the resource" };
  if (wide.length === 0) return { resources };
  return {
    resources,
    wide: `the record does not name the ${wide.map(({ type }) => type).join(" and the ")}`,
  };
}

/** RunInstances and the restoring of databases need this many at once. */
const MOST_TYPES = 5;

function isRequired({ type }: ArnFormat, resourceTypes: ActionFacts["resourceTypes"]): boolean {
  return resourceTypes.some(({ name, required }) => required && name === type);
}

/**
 * Whether another type was meant instead: AWS's data marks as required both what is needed together and what is one of
 * several, such as what can be tagged, or a listener of either kind of load balancer.
 */
function isAlternative(
  { api }: Call,
  { type, variables }: ArnFormat,
  found: ReadonlyMap<string, unknown>,
  formats: readonly ArnFormat[],
): boolean {
  if (found.size === 0) return false;
  if (/^(Tag|Untag|ListTags|AddTags|RemoveTags)/.test(api)) return true;
  const last = variables.at(-1);
  return formats.some(
    (other) =>
      found.has(other.type) &&
      (other.type.split("/")[0] === type.split("/")[0] ||
        (last !== undefined && other.variables.at(-1) === last)),
  );
}

function serviceFormats(catalogue: ActionCatalogue, prefix: string): readonly ArnFormat[] {
  const types = catalogue.resourceTypes(prefix);
  const made = formatsOf.get(types) ?? types.map(arnFormat);
  if (types.length > 0) formatsOf.set(types, made);
  return made;
}

/** The type that an ARN is of: of the action's types that fit, the best; none where another type fits better. */
function typeOf(
  arn: string,
  formats: readonly ArnFormat[],
  resourceTypes: ActionFacts["resourceTypes"],
): string | undefined {
  const fitting = formats.filter((format) => format.matches(arn));
  const most = Math.max(...fitting.map(({ fixed }) => fixed));
  const best = fitting.filter(({ fixed }) => fixed === most);
  return best.find(({ type }) => resourceTypes.some(({ name }) => name === type))?.type;
}

/** EC2's ids say themselves what they are. */
function byEc2Id(call: Call, format: ArnFormat, texts: readonly ParameterText[]): string[] {
  const variable = format.variables.at(-1);
  if (variable === undefined) return [];
  const ids = texts.filter(({ text }) => ec2Type(text) === format.type).map(({ text }) => text);
  const named =
    format.type === "key-pair" ? texts.filter(({ name }) => name === "keyName").map(({ text }) => text) : [];
  return [...ids, ...named].map((id) => format.write(call, { [variable]: literal(id) }));
}

function byName(
  call: Call,
  prefix: string,
  format: ArnFormat,
  texts: readonly ParameterText[],
  known: KnownArns,
): string[] {
  const { type } = format;
  const primary = primaryVariable(prefix, format);
  if (primary === undefined) return [];
  const names = valuesFor(call, prefix, format, primary, texts).flatMap((name) =>
    nameInFormat(prefix, type, name, format),
  );
  const queue = prefix === "sqs" ? queueUrls(call, format, texts) : [];
  if (names.length === 0) return [...queue, ...iamSelf(call, prefix, type)];
  if (prefix === "s3" && type === "accesspointobject") return accessPointObjects(names, texts);
  const others = sureValues(call, prefix, format, texts);
  if (prefix === "s3" && type === "object" && others.BucketName === undefined) return [];
  const written = names.map((name) => {
    const spelled =
      prefix === "iam" || prefix === "sts" ? known.get(knownKey(call.account, type, name)) : undefined;
    return spelled
      ? arnPattern(spelled)
      : format.write(call, { ...others, [primary]: shapedName(prefix, type, name) });
  });
  return [...written, ...queue];
}

/** Objects behind an access point: its ARN stands where the bucket's name would. */
function accessPointObjects(keys: readonly string[], texts: readonly ParameterText[]): string[] {
  const point = texts.find(({ name }) => name === "bucketName")?.text ?? "";
  const isPoint = parseArn(point)?.resource.startsWith("accesspoint/") === true;
  return isPoint ? keys.map((key) => `${arnPattern(point)}/object/${literal(key)}`) : [];
}

/** The parts beside the name, where there is one value: of several it can't be told which goes with which. */
function sureValues(
  call: Call,
  prefix: string,
  format: ArnFormat,
  texts: readonly ParameterText[],
): Record<string, string> {
  const sure: Record<string, string> = {};
  for (const variable of format.variables.filter((each) => each !== primaryVariable(prefix, format))) {
    const values = [...new Set(valuesFor(call, prefix, format, variable, texts))];
    if (values.length === 1) sure[variable] = literal(values[0]!);
  }
  return sure;
}

/** `https://sqs.us-east-1.amazonaws.com/111122223333/orders`: the owner may be another account. */
function queueUrls(call: Call, format: ArnFormat, texts: readonly ParameterText[]): string[] {
  return texts
    .filter(({ name }) => /^queueurl$/i.test(name))
    .flatMap(({ text }) => {
      const [, account, queue] = /\/(\d{12})\/([^/?#]+)$/.exec(text) ?? [];
      return queue ? [format.write({ ...call, account: account! }, { QueueName: literal(queue) })] : [];
    });
}

function valuesFor(
  call: Call,
  prefix: string,
  format: ArnFormat,
  variable: string,
  texts: readonly ParameterText[],
): string[] {
  const isPrimary = variable === primaryVariable(prefix, format);
  for (const wanted of parameterNames(prefix, format.type, variable, call.api, isPrimary)) {
    // Names so general are the resource's only among the call's own parameters.
    const general = /^(name|names|id|identifier|target|path)$/.test(wanted);
    const values = texts
      .filter(({ name, depth }) => normalised(name) === wanted && (!general || depth === 0))
      .map(({ text }) => text)
      .filter((text) => !text.startsWith("arn:"));
    if (values.length > 0) return values;
  }
  return [];
}

/** The name in a parameter's text, which may hold what stands before it in the ARN; none where the text names another type. */
function nameInFormat(prefix: string, type: string, text: string, { before }: ArnFormat): string[] {
  if (prefix === "kms") {
    const isAlias = text.startsWith("alias/");
    if (type === "alias") return isAlias ? [text.slice("alias/".length)] : [];
    return isAlias ? [] : [text];
  }
  if (prefix === "ssm" && type === "instance") return text.startsWith("i-") ? [text] : [];
  if (prefix === "ssm" && type === "managed-instance") return text.startsWith("mi-") ? [text] : [];
  // An inference profile's id begins with its geography.
  if (prefix === "bedrock") return /^(us|eu|apac|jp|au|global|us-gov)\./.test(text) ? [] : [text];
  if (prefix === "ecs" && type === "task-definition") return [text.replace(/:\d+$/, "")];
  if (prefix === "lambda" && type === "function") return [text.replace(/^\d{12}:function:/, "")];
  const bare = prefix === "ssm" || prefix === "route53" ? text.replace(/^\/(?=.)/, "") : text;
  return [/\w/.test(before) && bare.startsWith(before) ? bare.slice(before.length) : bare];
}

function shapedName(prefix: string, type: string, name: string): string {
  // AWS puts a dash and six characters of its own behind a secret's name.
  if (prefix === "secretsmanager" && !/-[A-Za-z0-9]{6}$/.test(name)) return `${literal(name)}-??????`;
  return literal(name);
}

/** IAM's calls about oneself name nobody. */
function iamSelf({ event: { userIdentity } }: Call, prefix: string, type: string): string[] {
  const self =
    prefix === "iam" && type === "user" && userIdentity?.type === "IAMUser" ? userIdentity.arn : undefined;
  return self && parseArn(self) ? [arnPattern(self)] : [];
}

/** What AWS wants named twice. */
function completed(prefix: string, type: string, resources: readonly string[]): readonly string[] {
  // Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html: most APIs want `:*`.
  if (prefix === "logs" && type === "log-group")
    return resources.flatMap((arn) => {
      const bare = arn.replace(/:\$\{\*\}$/, "");
      return [bare, `${bare}:*`];
    });
  return resources;
}
