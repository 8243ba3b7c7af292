import { Answer, answer } from "../answer";
import { apiOf } from "../apiOf";
import { newestFirst } from "../collect";
import { apiName } from "../describeEvent";
import { CloudTrailEvent } from "../event";
import { isHidden } from "../explain/principalPhrase";
import { byWeight } from "../finding";
import { groupBy } from "../groupBy";
import { principalKey } from "../principal";
import { outcomeOf } from "../outcomeOf";
import { QuestionReads } from "../questionReads";
import { EventSet } from "../source";
import { RecordNeeds } from "../sources/recordNeeds";
import { DeniedGroup, deniedGroup } from "./deniedGroup";
import { fromWhere } from "./listEvents";
import { refusalOf, routineReason } from "./refusals";
import { callerKeys, successIndex } from "./successAfter";
import { lengthOf } from "./wordsOfTime";

/** The columns of the refused calls. */
export type DeniedColumn = "level" | "who" | "api" | "from" | "count" | "first" | "over" | "why";

/**
 * Who was refused what, from where, how often, and did it work afterwards?
 *
 * Failed sign-ins of one user are one line, from wherever they came.
 *
 * What worked after it was refused comes first, then the newest. It needs every event: no attribute of LookupEvents
 * selects by error, and the successes are wanted, too.
 */
export function unauthorisedAccess(set: EventSet): Answer<DeniedColumn, DeniedGroup> {
  const oldestFirst = newestFirst(set.events).reverse();
  const refused = oldestFirst.filter((event) => refusalOf(event) !== undefined);
  const apisOf = new Map(
    [...groupBy(refused, principalKey)].map(([key, events]) => [
      key,
      new Set(events.filter((event) => !routineReason(event)).map(apiOf)).size,
    ]),
  );
  const successAfter = successIndex(oldestFirst, new Set(refused.map(apiOf)));
  const { complete } = set.coverage;
  const groups = [...groupBy(refused, groupKey).values()].map((events) =>
    deniedGroup(events, {
      after: successAfter(events),
      apisRefused: apisOf.get(principalKey(events[0]))!,
      complete,
    }),
  );
  return answer<DeniedColumn, DeniedGroup>(
    {
      id: "unauthorisedAccess",
      title: "Refused calls, by principal, address and API",
      columns: {
        level: "Level",
        who: ["Who", "who"],
        api: "API",
        from: ["From", "who"],
        count: ["Calls", "number"],
        first: ["First", "time"],
        over: "Over",
        why: ["Why", "text"],
      },
    },
    groups.sort(byWeight),
    {
      row: (group) => ({
        level: group.level,
        who: group.who,
        api: group.api,
        from: group.from.join(", "),
        count: String(group.count),
        first: group.first,
        over: lengthOf(group),
        why: group.why,
      }),
      evidence: ({ evidence }) => evidence,
    },
    set,
  );
}

/**
 * What to read for it where all is read anyway: the refused calls, and then what the same callers did of the same APIs.
 */
export function unauthorisedAccessReads(): QuestionReads {
  return {
    needs: [
      { fields: [{ field: "errorCode" }] },
      { fields: [{ field: "errorMessage" }] },
      // A failed sign-in says it in its answer.
      { fields: [{ field: "eventSource", oneOf: ["signin.amazonaws.com"] }] },
    ],
    keep: (event) => refusalOf(event) !== undefined,
    then: (events) => {
      const refused = events.filter((event) => refusalOf(event) !== undefined);
      if (refused.length === 0) return undefined;
      const callers = new Set(refused.flatMap(callerKeys));
      const names = [...new Set(refused.map(apiName))];
      return {
        // A record without a name counts as its service's.
        needs: names.includes("")
          ? EVERYTHING
          : [{ judged: [{ field: "eventName", as: "api", oneOf: names }] }],
        keep: (event) =>
          outcomeOf(event) === "success" && callerKeys(event).some((caller) => callers.has(caller)),
      };
    },
  };
}

const EVERYTHING: RecordNeeds = [{}];

/** Who guesses a user's password changes the address; who guesses names only has the address in common. */
function groupKey(event: CloudTrailEvent): string {
  const named = event.eventSource === "signin.amazonaws.com" && !isHidden(event.userIdentity?.userName);
  return JSON.stringify([principalKey(event), named ? "" : fromWhere(event), apiOf(event)]);
}
