import type { EventConditions, LookupAttributeKey } from "../../detective";

/** Names that people write with other capitals, or leave half. */
const NAMES: readonly LookupAttributeKey[] = ["EventName", "Username", "ResourceName", "ResourceType"];

/** How names are compared, for a listing with nothing in it; undefined where none was asked for. */
export function spellingHint(where: EventConditions): string | undefined {
  const given = NAMES.flatMap((key) =>
    where[key] === undefined ? [] : [JSON.stringify(where[key].slice(0, 80))],
  );
  if (given.length === 0) return undefined;
  return `names are compared whole and with their capitals, as CloudTrail writes them: ${given.join(", ")}`;
}
