import { Answer, answer } from "../answer";
import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { groupBy } from "../groupBy";
import { outcomeOf } from "../outcomeOf";
import { principalKey } from "../principal";
import { QuestionReads } from "../questionReads";
import { EventSet } from "../source";
import { holding } from "../sources/recordNeeds";
import { valueAt } from "../textAt";
import { AccessKind, accessKind, isObjectCall, isOnBucket } from "./bucket/accessKind";
import { Burst, BurstLimit, bursts } from "./bucket/bursts";
import { InstanceElsewhere, instancesElsewhere, isInstance } from "./bucket/instanceSession";
import { FindingColumn, addresses, findingTable } from "./findingTable";
import { fromWhere } from "./listEvents";
import { whoOf } from "./whoOf";
import { withoutEchoes } from "../withoutEchoes";
import { withGap } from "./withGap";
import { lengthOf, spanOf } from "./wordsOfTime";

/** What one principal did with the bucket, of one kind. */
export interface BucketAccess {
  /** See `principalKey`; absent on the lines that say what can't be known. */
  principal?: string;
  who: string;
  kind: AccessKind;
  /** `unknown` where no data event of this kind was seen: that is not none. */
  calls: number | "unknown";
  /** Of these, refused or failed ones. */
  failed: number;
  from: readonly string[];
  /** Bytes of objects that went out and in, where the records say it. */
  bytesOut: number;
  bytesIn: number;
  /** ISO 8601. */
  first: string;
  last: string;
  evidence: readonly string[];
}

/** The columns of a bucket's users. */
export type AccessColumn =
  "who" | "kind" | "calls" | "failed" | "first" | "over" | "from" | "bytesOut" | "bytesIn";

/** Who used the bucket, and what of it looks like theft or destruction. */
export interface BucketAnswer extends Answer<AccessColumn, BucketAccess> {
  bursts: Answer<FindingColumn, Burst | InstanceElsewhere>;
}

/** In the order in which a responder wants to know. */
const KINDS: readonly AccessKind[] = [
  "policy",
  "delete",
  "write",
  "read",
  "list",
  "settings",
  "inspect",
  "other",
];
/** Kinds that only data events show, and those of them that one selector of a trail switches on together. */
const OBJECT_KINDS: Readonly<Record<"read" | "write", readonly AccessKind[]>> = {
  read: ["read", "list"],
  write: ["write", "delete"],
};

/**
 * Who read, wrote, listed, deleted and changed the bucket, and who did so in bursts?
 *
 * Calls on objects are data events: LookupEvents never shows them, and a trail only where its selectors say so. Where
 * none was seen, the answer says `unknown`, not zero. It needs every event.
 */
export function bucketAccess(
  set: EventSet,
  bucket: string,
  { burst }: { burst?: BurstLimit } = {},
): BucketAnswer {
  const oldestFirst = newestFirst(withoutEchoes(set.events)).reverse();
  const touching = oldestFirst.filter((event) => isOnBucket(event, bucket));
  const groups = groupBy(touching, (event) =>
    JSON.stringify([principalKey(event), accessKind(event, bucket)]),
  );
  const items = [...groups.values()].map((events) => accessOf(events, bucket)).sort(inOrder);
  const unknown = unseen(touching, bucket);
  // Where one side was seen, the other's absence is worth a line, but the answer isn't wanting.
  const covered = unknown.length < 2 ? set : withGap(set, "data-events", unseenWords(bucket));
  const table = answer<AccessColumn, BucketAccess>(
    {
      id: "bucketAccess",
      title: `Who used the bucket ${bucket}`,
      columns: {
        who: ["Who", "who"],
        kind: "Kind",
        calls: ["Calls", "number"],
        failed: ["Failed", "number"],
        first: ["First", "time"],
        over: "Over",
        from: ["From", "who"],
        bytesOut: ["Out", "number"],
        bytesIn: ["In", "number"],
      },
    },
    [...items, ...unknown],
    { row: accessRow, evidence: ({ evidence }) => evidence },
    covered,
  );
  const found = [...bursts(oldestFirst, bucket, burst), ...instancesElsewhere(oldestFirst, bucket)];
  const title = `Bursts and instances elsewhere on the bucket ${bucket}`;
  const said = table.columns.filter(
    ({ key }) => !/^bytes/.test(key) || items.some((item) => Number(item[key as "bytesIn"]) > 0),
  );
  return { ...table, columns: said, bursts: findingTable(covered, { id: "bucketBursts", title }, found) };
}

/**
 * What to read for it where all is read anyway: calls that name the bucket, listings of all buckets, and where an
 * instance's credentials are used.
 */
export function bucketAccessReads(bucket: string): QuestionReads {
  return {
    needs: [
      holding(bucket),
      { fields: [{ field: "eventName", oneOf: ["ListBuckets"] }] },
      { fields: [{ field: "userIdentity.sessionContext.ec2RoleDelivery" }] },
      { ...holding("/i-"), fields: [{ field: "userIdentity.arn" }] },
    ],
    keep: (event) => isOnBucket(event, bucket) || event.eventName === "ListBuckets" || isInstance(event),
  };
}

function accessOf(events: readonly [CloudTrailEvent, ...CloudTrailEvent[]], bucket: string): BucketAccess {
  return {
    principal: principalKey(events[0]),
    who: whoOf(events),
    kind: accessKind(events[0], bucket),
    calls: events.length,
    failed: events.filter((event) => outcomeOf(event) !== "success").length,
    from: [...new Set(events.map(fromWhere))].filter((address) => address !== ""),
    bytesOut: bytes(events, "bytesTransferredOut"),
    bytesIn: bytes(events, "bytesTransferredIn"),
    ...spanOf(events),
    evidence: events.flatMap(({ eventID }) => eventID ?? []),
  };
}

function bytes(events: readonly CloudTrailEvent[], field: string): number {
  // A setting's request and answer have their bytes, too, and a refusal has its message: those are no object's.
  const calls = events.filter((event) => isObjectCall(event) && outcomeOf(event) === "success");
  return calls.reduce((total, { additionalEventData }) => {
    const value = Number(valueAt(additionalEventData, field) ?? 0);
    return Number.isFinite(value) && value > 0 ? total + value : total;
  }, 0);
}

function inOrder(a: BucketAccess, b: BucketAccess): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || Number(b.calls) - Number(a.calls);
}

/** A line for each side of object access of which nothing was seen. */
function unseen(touching: readonly CloudTrailEvent[], bucket: string): BucketAccess[] {
  const seen = new Set(touching.filter(isObjectCall).map((event) => accessKind(event, bucket)));
  return (["read", "write"] as const)
    .filter((side) => !OBJECT_KINDS[side].some((kind) => seen.has(kind)))
    .map((kind) => ({
      who: "anyone",
      kind,
      calls: "unknown",
      failed: 0,
      from: [],
      bytesOut: 0,
      bytesIn: 0,
      first: "",
      last: "",
      evidence: [],
    }));
}

function unseenWords(bucket: string): string {
  return `No call on objects of ${bucket} was seen. That proves nothing unless what was read are the log files of a trail that records S3 data events.`;
}

function accessRow(access: BucketAccess): Record<AccessColumn, string> {
  const known = access.calls !== "unknown";
  return {
    who: access.who,
    kind: access.kind,
    calls: String(access.calls),
    failed: known ? String(access.failed) : "",
    first: access.first,
    over: known ? lengthOf(access) : "",
    from: addresses(access.from),
    bytesOut: size(access.bytesOut),
    bytesIn: size(access.bytesIn),
  };
}

/** `1.2 MB`; nothing for no bytes, as most records don't say them. */
function size(amount: number): string {
  if (amount === 0) return "";
  const step = Math.min(4, Math.floor(Math.log10(amount) / 3));
  const number = amount / 1000 ** step;
  return `${number < 10 && step > 0 ? number.toFixed(1) : Math.round(number)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
}
