import { unknown, type Properties } from "./propertyValues";
import type { AnyRecord } from "./record";
import { isNothing, sameMap, sameValue } from "./sameValue";
import { allTags } from "./tags";

/** How one property differs. */
export interface PropertyChange {
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/** Everything in which the state differs from what the program wants. */
export interface StateDiff {
  changes: Map<string, PropertyChange>;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** The parts of a configured provider that decide what a resource shall be. */
export interface Surroundings {
  region: string;
  defaultTags: Record<string, string>;
}

/**
 * Compares the state, as the last read found it, with the inputs a program wants.
 *
 * The state, not the inputs of the last update, is one side: this is how a refresh makes drift visible to `up`.
 */
export function diffState(
  record: AnyRecord,
  state: Properties,
  wanted: Properties,
  around: Surroundings,
): StateDiff {
  const changes = new Map<string, PropertyChange>();
  for (const [name, field] of Object.entries(record.fields)) {
    const want = name === "region" ? (wanted.region ?? around.region) : wanted[name];
    if (sameValue(field, state[name], want)) continue;
    const kind = isNothing(state[name])
      ? "add"
      : isNothing(want) && isNothing(field.default)
        ? "delete"
        : "update";
    changes.set(name, { kind, replaces: field.replaces ?? false });
  }
  if (record.fields.tags && !changes.has("tags") && wanted.tags !== unknown) {
    if (!sameMap(state.tagsAll, allTags(around.defaultTags, wanted.tags))) {
      changes.set("tagsAll", { kind: "update", replaces: false });
    }
  }
  const replaces = [...changes].filter(([, change]) => change.replaces).map(([name]) => name);
  return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && clashes(record, state, wanted) };
}

/** Whether the replacement would have the same identity in AWS as the old one, so that both cannot be at once. */
function clashes(record: AnyRecord, state: Properties, wanted: Properties): boolean {
  const chosen = Array.isArray(wanted.__defaults) ? wanted.__defaults : [];
  return (
    record.identity.length > 0 &&
    record.identity.every((name) => !chosen.includes(name) && state[name] === wanted[name])
  );
}
