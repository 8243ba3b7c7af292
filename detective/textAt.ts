import { isJsonObject } from "./json";

/**
 * The text at a path such as `credentials.accessKeyId` or `items.0.instanceId`; numbers and flags as their text.
 *
 * @returns undefined where there is nothing, an empty text or something that is no text
 */
export function textAt(object: unknown, path: string): string | undefined {
  const value = valueAt(object, path);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What stands at a path; only own fields count, so that a record cannot reach into prototypes. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const step of path.split(".")) {
    if (!(isJsonObject(value) || Array.isArray(value)) || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
