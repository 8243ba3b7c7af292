import { isObject, type Properties } from "./propertyValues";
import type { TagChange } from "./record";

type Tags = Record<string, string>;

/** The provider's default tags with the resource's own over them. */
export function allTags(defaultTags: Tags, tags: unknown): Tags {
  return { ...defaultTags, ...(isObject(tags) ? (tags as Tags) : {}) };
}

/** What must be set and what taken away to get from one set of tags to another. */
export function tagChange(was: unknown, want: Tags): TagChange {
  const old = isObject(was) ? was : {};
  return {
    set: Object.fromEntries(Object.entries(want).filter(([name, value]) => old[name] !== value)),
    unset: Object.keys(old).filter((name) => !(name in want)),
    all: want,
  };
}

/**
 * Splits the tags found on a resource: AWS's own are dropped, `tagsAll` has the rest, and `tags` is that without
 * the default tags, unless the program gave the same tag itself.
 */
export function splitTags(found: unknown, defaultTags: Tags, known: unknown): Properties {
  const tagsAll = Object.fromEntries(
    Object.entries(isObject(found) ? (found as Tags) : {}).filter(([name]) => !name.startsWith("aws:")),
  );
  const own = isObject(known) ? known : {};
  const tags = Object.fromEntries(
    Object.entries(tagsAll).filter(([name, value]) => name in own || defaultTags[name] !== value),
  );
  return { tags: Object.keys(tags).length > 0 ? tags : undefined, tagsAll };
}

/** `[{ Key, Value }]`, the form most services take. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The map that a list of `{ Key, Value }` means. */
export function tagMap(list: { Key?: string; Value?: string }[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}
