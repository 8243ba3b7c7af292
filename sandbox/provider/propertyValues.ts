/** How the engine writes "not known until the resource exists" in a property. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** The properties of a resource by name, as plain JavaScript values; unknown ones hold {@link unknown}. */
export type Properties = Record<string, unknown>;

/** Whether the value, or anything inside it, is not known yet. */
export function hasUnknowns(value: unknown): boolean {
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknowns);
  return isObject(value) && Object.values(value).some(hasUnknowns);
}

/** Takes secrets out of their wrapping and says which top-level properties held one. */
export function openSecrets(properties: Properties): { open: Properties; secret: Set<string> } {
  const secret = new Set<string>();
  const open: Properties = {};
  for (const [name, value] of Object.entries(properties)) {
    open[name] = unwrap(value, () => secret.add(name));
  }
  return { open, secret };
}

/** Wraps the named properties as secrets again; `tagsAll` follows `tags`, which it repeats. */
export function closeSecrets(properties: Properties, secret: ReadonlySet<string>): Properties {
  const closed: Properties = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    const hidden = secret.has(name) || (name === "tagsAll" && secret.has("tags"));
    closed[name] = hidden ? { [signatureKey]: secretSignature, value } : value;
  }
  return closed;
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unwrap(value: unknown, foundSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => unwrap(item, foundSecret));
  if (!isObject(value)) return value;
  const signature = value[signatureKey];
  if (signature === secretSignature) {
    foundSecret();
    return unwrap(value.value, foundSecret);
  }
  if (signature !== undefined) {
    throw new Error(
      `property values of kind ${JSON.stringify(signature)} (assets, archives) are not served here`,
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item, foundSecret)]));
}
