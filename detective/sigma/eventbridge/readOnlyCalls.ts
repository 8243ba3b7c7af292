import { Alternative } from "./alternatives";

/** What the names of calls begin with that a rule in the ordinary state never sees. */
const READS = ["describe", "get", "list"];

/** Calls that it sees all the same. */
const SEEN = ["getfederationtoken", "getsessiontoken"];

/**
 * Whether a rule needs the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: one in the ordinary state sees no
 * management events that only read, those whose name begins with Describe, Get or List.
 *
 * Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export function wantsReadOnlyEvents(ways: readonly Alternative[]): boolean {
  return ways.some(mayOnlyRead);
}

function mayOnlyRead(way: Alternative): boolean {
  const readOnly = way.get("readOnly");
  if (readOnly && !readOnly.absent && !readOnly.null && !readOnly.booleans.includes(true)) return false;
  const name = way.get("eventName");
  if (!name || name.absent || name.null || name.but.length > 0) return true;
  return name.texts.some(({ pattern }) => {
    const [first] = pattern;
    const start = first?.kind === "literal" ? first.text.toLowerCase() : "";
    if (pattern.length === 1 && SEEN.includes(start)) return false;
    return READS.some((verb) => start.startsWith(verb) || (pattern.length > 1 && verb.startsWith(start)));
  });
}
