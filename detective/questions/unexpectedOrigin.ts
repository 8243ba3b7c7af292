import { Answer } from "../answer";
import { networks } from "../cidr";
import { newestFirst } from "../collect";
import { CloudTrailEvent, timeOf } from "../event";
import { groupBy } from "../groupBy";
import { normaliseIp } from "../ipAddress";
import { principalKey } from "../principal";
import { EventSet, QueryError } from "../source";
import { isoSecond } from "./eventsWhere";
import { FindingColumn, findingTable } from "./findingTable";
import { UnexpectedOrigin, newOrigins, newPrincipal } from "./origin/originFinding";
import { Origin, originsOf } from "./origin/originsOf";
import { withGap } from "./withGap";
import { duration } from "./wordsOfTime";
import { count } from "../wording";

/** From when on origins are judged, and which are expected. */
export interface OriginArgs {
  /** Events from here on are judged against those before. */
  since: Date;
  /** Networks in CIDR notation whose addresses are expected of everybody. @default none */
  allow?: readonly string[];
}

/** Origins never seen before, and how much there was to compare with. */
export interface OriginAnswer extends Answer<FindingColumn, UnexpectedOrigin> {
  /** How far back the events before `since` reach, in milliseconds; 0 where there are none. */
  lookBackMs: number;
}

/** A look-back shorter than this doesn't see monthly work. */
const SHORT_MS = 14 * 86_400_000;

/**
 * Which principals called from an address, with a user agent or in a Region that they never used in the look-back?
 *
 * The look-back is what the set holds from before `since`; a principal that isn't in it at all is reported as new, once.
 * Of an assumed role all sessions count as one principal. AWS services are no origins. It needs every event.
 * @throws QueryError on a `since` that is no time, or a wrong network in `allow`
 */
export function unexpectedOrigin(set: EventSet, { since, allow = [] }: OriginArgs): OriginAnswer {
  const start = since.getTime();
  if (Number.isNaN(start)) throw new QueryError("since: no time; give a date like 2026-01-31T12:00:00Z");
  const allowed = networks(allow);
  const judgeable = newestFirst(set.events)
    .reverse()
    .filter((event) => timeOf(event) !== undefined && originsOf(event).length > 0 && !isNobody(event));
  const before = judgeable.filter((event) => timeOf(event)! < start);
  const after = judgeable.filter((event) => timeOf(event)! >= start && !comesFrom(event, allowed));
  const known = new Map(
    [...groupBy(before, principalKey)].map(([key, events]) => [
      key,
      new Set(events.flatMap(originsOf).map(keyOf)),
    ]),
  );
  const findings = [...groupBy(after, principalKey)].flatMap(([key, events]) => {
    const seen = known.get(key);
    return seen
      ? newOrigins(events, (origin) => seen.has(keyOf(origin)))
      : newPrincipal(events, before.length > 0);
  });
  const lookBackMs = before.length > 0 ? start - timeOf(before[0]!)! : 0;
  return {
    ...findingTable(
      before.length > 0 ? set : withGap(set, "look-back", NO_LOOK_BACK),
      { id: "unexpectedOrigin", title: titleOf(since, lookBackMs, before.length, known.size) },
      findings,
    ),
    lookBackMs,
  };
}

function keyOf({ kind, key }: Origin): string {
  return `${kind} ${key}`;
}

/** Records that name nobody, or hide an unknown user's name, can't be compared with anybody's past. */
function isNobody(event: CloudTrailEvent): boolean {
  return ["unknown", "anonymous", "HIDDEN_DUE_TO_SECURITY_REASONS"].includes(principalKey(event));
}

function comesFrom(
  { sourceIPAddress = "" }: CloudTrailEvent,
  allowed: { has(address: string): boolean },
): boolean {
  const address = normaliseIp(sourceIPAddress);
  return address !== undefined && allowed.has(address);
}

function titleOf(since: Date, lookBackMs: number, calls: number, principals: number): string {
  const head = `Origins never seen before ${isoSecond(since)}`;
  if (calls === 0) return `${head}: there is nothing to compare with`;
  const size = `${count(calls, "call")}, ${count(principals, "principal")}`;
  return lookBackMs < SHORT_MS
    ? `${head}, in a look-back of only ${duration(lookBackMs)} (${size}), which proves little`
    : `${head}, in a look-back of ${duration(lookBackMs)} (${size})`;
}

const NO_LOOK_BACK =
  "No call from before was read, so that nobody's origin can be judged; read further back.";
