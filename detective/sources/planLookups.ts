import { CloudTrailEvent } from "../event";
import { EventQuery, LookupAttributeKey } from "../source";
import { ConditionSet, checkWhere, matcherOf } from "./matches";

/** One way through a Region's history: what LookupEvents is asked for, and what of its answer counts. */
export interface Lookup {
  /** The one attribute that is sent; absent where everything is read. */
  attribute?: readonly [key: LookupAttributeKey, value: string];
  /** Asked of each event of the answer: the conditions that weren't sent, and the query's own `keep`. */
  keep: (event: CloudTrailEvent) => boolean;
  /** Whether `keep` can refuse anything. */
  filters: boolean;
}

/**
 * From the attribute that usually names the fewest events to the one that names the most: one event; one credential;
 * one thing; one name of a caller; one kind of call; one service; one kind of thing; half of everything.
 */
const MOST_SELECTIVE_FIRST: readonly LookupAttributeKey[] = [
  "EventId",
  "AccessKeyId",
  "ResourceName",
  "Username",
  "EventName",
  "EventSource",
  "ResourceType",
  "ReadOnly",
];

/**
 * Plans the fewest lookups that find what a query asks for: LookupEvents takes one attribute, the rest is filtered here.
 *
 * Sets of conditions that send the same attribute are read once; a set that another one includes is not read at all;
 * a set without conditions makes one lookup of everything.
 * @throws QueryError see `checkWhere`
 */
export function planLookups({ where, keep }: Pick<EventQuery, "where" | "keep">): Lookup[] {
  const sets = withoutIncluded(checkWhere(where));
  const groups = new Map<string, { attribute?: ConditionSet[number]; rests: ConditionSet[] }>();
  for (const set of sets) {
    const attribute = mostSelective(set);
    const key = JSON.stringify(attribute ?? []);
    const group = groups.get(key) ?? { ...(attribute && { attribute }), rests: [] };
    group.rests.push(set.filter((condition) => condition !== attribute));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ attribute, rests }) => {
    const matches = rests.some((rest) => rest.length === 0) ? undefined : matcherOf(rests);
    return {
      ...(attribute && { attribute }),
      keep: (event) => (!matches || matches(event)) && (!keep || keep(event)),
      filters: matches !== undefined || keep !== undefined,
    };
  });
}

function mostSelective(set: ConditionSet): ConditionSet[number] | undefined {
  for (const key of MOST_SELECTIVE_FIRST) {
    const found = set.find(([name]) => name === key);
    if (found) return found;
  }
  return undefined;
}

/** A set that asks for all that another one asks for, and more, finds nothing that the other doesn't. */
function withoutIncluded(sets: readonly ConditionSet[]): ConditionSet[] {
  return sets.filter(
    (set, index) =>
      !sets.some((other, at) => {
        if (at === index || !includes(set, other)) return false;
        return other.length < set.length || at < index;
      }),
  );
}

function includes(set: ConditionSet, other: ConditionSet): boolean {
  return other.every(([key, value]) => set.some(([name, wanted]) => name === key && wanted === value));
}
