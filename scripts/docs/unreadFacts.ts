import type { AccountFacts, TrailFacts } from "../../detective";

/** Facts of which nothing could be read: what a check says then has `<…>` for every name. */
export function unreadTrail(): TrailFacts {
  const unreadable = { state: "unreadable", error: "" } as const;
  return {
    trailName: "<trail>",
    asked: { retentionDays: 365, logAccounts: [], now: new Date(0) },
    trail: unreadable,
    status: unreadable,
    selectors: unreadable,
    insights: unreadable,
    bucketName: unreadable,
    place: unreadable,
    encryption: unreadable,
    publicAccessBlock: unreadable,
    bucketPolicy: unreadable,
    bucketPolicyText: unreadable,
    versioning: unreadable,
    mfaDelete: unreadable,
    objectLock: unreadable,
    lifecycle: unreadable,
    accessLogging: unreadable,
    acl: unreadable,
    ownership: unreadable,
    key: unreadable,
    aliases: unreadable,
    keyPolicy: unreadable,
    keyPolicyText: unreadable,
    rotation: unreadable,
    logGroup: unreadable,
    logsRole: unreadable,
    filters: unreadable,
    rules: unreadable,
  };
}

export function unreadAccount(): AccountFacts {
  const unreadable = { state: "unreadable", error: "" } as const;
  return {
    asked: { retentionDays: 365, logAccounts: [], now: new Date(0) },
    account: unreadable,
    caller: unreadable,
    regions: [],
    enabledRegions: unreadable,
    visible: [],
    recordings: [],
    trails: [unreadTrail()],
    summary: unreadable,
    credentials: unreadable,
    users: unreadable,
    publicAccessBlock: unreadable,
    networks: [],
  };
}
