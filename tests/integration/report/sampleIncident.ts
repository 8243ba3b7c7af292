import {
  missionScore,
  recentEvents,
  failedEvents,
  policyAttachments,
  runChecks,
  trailChecks,
  type CloudTrailEvent,
  type Finding,
  type Mark,
  type Report,
  type TimelineEntry,
  type TimelineSession,
} from "../../../detective";
import { FakeAccount } from "../../unit/detective/support/account";
import { coverage } from "../../unit/detective/support/events";

const ACCOUNT = "111122223333";
const ROLE = "arn:aws:iam::111122223333:role/payments-batch-processing-service-production-eu-central-1";
const at = (day: number, seconds: number) =>
  new Date(Date.UTC(2026, 0, day, 9, 0, seconds)).toISOString().replace(".000Z", "Z");

interface Step {
  session: keyof typeof SESSIONS;
  time: string;
  name: string;
  source: string;
  what: string;
  marks?: Mark[];
  error?: string;
  parameters?: Record<string, unknown>;
}

const SESSIONS = {
  newcomer: { who: "newcomer", key: "AKIAIOSFODNN7EXAMPLE", from: "198.51.100.7", agent: "aws-cli/2.30.1" },
  role: {
    who: "payments-batch-processing-service-production-eu-central-1/i-0abc1234def567890",
    key: "ASIAIOSFODNN7EXAMPLE",
    from: "203.0.113.99",
    agent: "Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#6.1 lang/python#3.12",
  },
  backdoor: {
    who: "support-temp",
    key: "AKIAI44QH8DHBEXAMPLE",
    from: "203.0.113.99",
    agent: "aws-cli/2.9.0",
  },
  root: { who: "root", key: undefined, from: "192.0.2.1", agent: "console.amazonaws.com" },
  service: {
    who: "cloudformation.amazonaws.com",
    key: undefined,
    from: "cloudformation.amazonaws.com",
    agent: "cloudformation.amazonaws.com",
  },
} as const;

/** An incident of about so many calls, in five sessions over three days. */
function steps(size: number): Step[] {
  const iam = "iam.amazonaws.com";
  const s3 = "s3.amazonaws.com";
  const all: Step[] = [
    {
      session: "newcomer",
      time: at(12, 3),
      name: "GetCallerIdentity",
      source: "sts.amazonaws.com",
      what: "asked who it is",
      marks: ["first-contact"],
    },
    { session: "newcomer", time: at(12, 9), name: "ListUsers", source: iam, what: "listed the users" },
    { session: "newcomer", time: at(12, 15), name: "ListBuckets", source: s3, what: "listed the buckets" },
  ];
  for (let index = 0; index < 12; index++)
    all.push({
      session: "newcomer",
      time: at(12, 40 + index * 4),
      name: ["CreateUser", "GetSecretValue", "DescribeInstances"][index % 3]!,
      source: [iam, "secretsmanager.amazonaws.com", "ec2.amazonaws.com"][index % 3]!,
      what: "tried and was refused",
      marks: ["denied"],
      error: "AccessDenied",
    });
  all.push(
    {
      session: "newcomer",
      time: at(12, 300),
      name: "AttachUserPolicy",
      source: iam,
      what: "attached AdministratorAccess to the user newcomer, which is itself",
      marks: ["escalation"],
      parameters: { userName: "newcomer", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
    {
      session: "newcomer",
      time: at(12, 360),
      name: "CreateUser",
      source: iam,
      what: "made the user support-temp",
      marks: ["persistence"],
    },
    {
      session: "newcomer",
      time: at(12, 372),
      name: "CreateAccessKey",
      source: iam,
      what: "made an access key for support-temp",
      marks: ["persistence"],
    },
    {
      session: "newcomer",
      time: at(12, 420),
      name: "AssumeRole",
      source: "sts.amazonaws.com",
      what: `assumed the role ${ROLE}`,
      parameters: { roleArn: ROLE, roleSessionName: "i-0abc1234def567890" },
    },
    {
      session: "role",
      time: at(12, 480),
      name: "ListObjects",
      source: s3,
      what: "listed the bucket customer-records-production",
      marks: ["data-access"],
    },
  );
  const reads = Math.max(5, size - 42);
  for (let index = 0; index < reads; index++)
    all.push({
      session: "role",
      time: at(12, 490 + Math.floor((index * 600) / reads)),
      name: "GetObject",
      source: s3,
      what: `read customer-records-production/2025/export-${index % 40}.csv`,
      marks: ["data-access"],
      parameters: { bucketName: "customer-records-production", key: `2025/export-${index % 40}.csv` },
    });
  for (let index = 0; index < 8; index++)
    all.push({
      session: "service",
      time: at(12, 900 + index * 30),
      name: "DescribeStackResources",
      source: "cloudformation.amazonaws.com",
      what: "looked at the stack's resources",
    });
  all.push(
    {
      session: "backdoor",
      time: at(14, 60),
      name: "GetCallerIdentity",
      source: "sts.amazonaws.com",
      what: "asked who it is",
    },
    {
      session: "backdoor",
      time: at(14, 130),
      name: "StopLogging",
      source: "cloudtrail.amazonaws.com",
      what: "stopped the trail security-audit-trail",
      marks: ["tracks-covered"],
      parameters: { name: "security-audit-trail" },
    },
    {
      session: "backdoor",
      time: at(14, 190),
      name: "DeleteBucketPolicy",
      source: s3,
      what: "removed the policy of the log bucket",
      marks: ["tracks-covered", "denied"],
      error: "AccessDenied",
    },
    {
      session: "root",
      time: at(14, 3800),
      name: "ConsoleLogin",
      source: "signin.amazonaws.com",
      what: "signed in to the console",
    },
    {
      session: "root",
      time: at(14, 3900),
      name: "StartLogging",
      source: "cloudtrail.amazonaws.com",
      what: "started the trail again",
    },
    {
      session: "root",
      time: at(14, 3960),
      name: "DeleteAccessKey",
      source: iam,
      what: "deleted the access key of support-temp",
    },
  );
  return all.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function event(step: Step, index: number): CloudTrailEvent {
  const { who, key, from, agent } = SESSIONS[step.session];
  const role = step.session === "role";
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: role
        ? "AssumedRole"
        : step.session === "root"
          ? "Root"
          : step.session === "service"
            ? "AWSService"
            : "IAMUser",
      ...(key !== undefined && { accessKeyId: key }),
      accountId: ACCOUNT,
      ...(role
        ? {
            arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${who}`,
            sessionContext: {
              sessionIssuer: { type: "Role", arn: ROLE, userName: ROLE.split("/")[1]! },
              attributes: { mfaAuthenticated: "false", creationDate: at(12, 420) },
            },
          }
        : step.session === "service"
          ? { invokedBy: who }
          : { userName: who, arn: `arn:aws:iam::${ACCOUNT}:user/${who}` }),
    },
    eventTime: step.time,
    eventSource: step.source,
    eventName: step.name,
    awsRegion: step.session === "role" ? "eu-central-1" : "us-east-1",
    sourceIPAddress: from,
    userAgent: agent,
    ...(step.error !== undefined && {
      errorCode: step.error,
      errorMessage: `User: arn:aws:iam::${ACCOUNT}:user/${who} is not authorized to perform: ${step.name}`,
    }),
    requestParameters: step.parameters ?? null,
    responseElements: null,
    eventID: `${String(index).padStart(8, "0")}-aaaa-4bbb-8ccc-1234567890ab`,
    readOnly: /^(Get|List|Describe)/.test(step.name),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
  };
}

/** A report of an incident that was seen through: five sessions, findings of every level, a gap in the reading. */
export async function sampleIncident(size = 60): Promise<Report> {
  const told = steps(size);
  const events = told.map(event);
  const entries = told.map((step, index): TimelineEntry => ({
    event: events[index]!,
    session: SESSIONS[step.session].key ?? SESSIONS[step.session].who,
    marks: step.marks ?? [],
    what: step.what,
    via: { kind: "user", value: "newcomer" },
  }));
  const sessions = (Object.keys(SESSIONS) as (keyof typeof SESSIONS)[]).map((name): TimelineSession => {
    const { who, key, from, agent } = SESSIONS[name];
    const own = told.filter(({ session }) => session === name);
    return {
      id: key ?? who,
      who,
      ...(key !== undefined && { accessKeyId: key }),
      from: [from],
      userAgents: [agent],
      first: own[0]!.time,
      last: own.at(-1)!.time,
      events: own.length,
      denied: own.filter(({ error }) => error !== undefined).length,
      ...(name === "role" && { issuedBy: { eventName: "AssumeRole", session: SESSIONS.newcomer.key } }),
      ...(name === "backdoor" && {
        issuedBy: { eventName: "CreateAccessKey", session: SESSIONS.newcomer.key },
      }),
    };
  });
  const ids = (test: (step: Step) => boolean) =>
    told.flatMap((step, index) => (test(step) ? events[index]!.eventID! : []));
  const finding = (
    level: Finding["level"],
    kind: string,
    title: string,
    why: string,
    test: (step: Step) => boolean,
    rest: Partial<Finding> = {},
  ): Finding => {
    const own = told.filter(test);
    return {
      kind,
      level,
      title,
      why,
      who: SESSIONS[own[0]!.session].who,
      from: [...new Set(own.map(({ session }) => SESSIONS[session].from))],
      outcome: own.some(({ error }) => error === undefined) ? "success" : "denied",
      first: own[0]!.time,
      last: own.at(-1)!.time,
      attack: [],
      evidence: ids(test),
      ...rest,
    };
  };
  const findings = [
    finding(
      "medium",
      "unauthorised-access",
      "A run of refused calls",
      "12 calls of newcomer to 3 APIs were refused within a minute, which looks like somebody trying what the credentials can do.",
      ({ error, session }) => error !== undefined && session === "newcomer",
      { attack: [{ id: "T1580", name: "Cloud Infrastructure Discovery" }] },
    ),
    finding(
      "critical",
      "privilege-escalation",
      "newcomer made itself administrator",
      "AdministratorAccess was attached to the user newcomer by the user newcomer: from then on the account is theirs.",
      ({ name }) => name === "AttachUserPolicy",
      { target: "newcomer", attack: [{ id: "T1098.003", name: "Additional Cloud Roles" }] },
    ),
    finding(
      "high",
      "privilege-escalation",
      "A new user with an access key was left behind",
      "newcomer made the user support-temp and an access key for it, so that taking newcomer's key away is not enough.",
      ({ name }) => name === "CreateAccessKey" || name === "CreateUser",
      { target: "support-temp", attack: [{ id: "T1136.003", name: "Cloud Account" }] },
    ),
    finding(
      "critical",
      "trail-tampering",
      "The trail was stopped",
      "support-temp stopped security-audit-trail: for 61 minutes nothing of what happened was delivered to the log bucket.",
      ({ name }) => name === "StopLogging",
      {
        target: "arn:aws:cloudtrail:us-east-1:111122223333:trail/security-audit-trail",
        attack: [{ id: "T1562.008", name: "Disable or Modify Cloud Logs" }],
      },
    ),
    finding(
      "high",
      "bucket-access",
      "Hundreds of objects were read within minutes",
      "The role's session read objects of customer-records-production at a rate it never had before.",
      ({ name }) => name === "GetObject",
      { target: "customer-records-production", attack: [{ id: "T1530", name: "Data from Cloud Storage" }] },
    ),
  ];
  const gaps = [
    {
      reason: "data-events",
      inherent: true,
      detail:
        "The event history holds management events only: reads of objects are in the trail's log files.",
    },
    {
      reason: "failed-region",
      inherent: false,
      region: "ap-south-1",
      detail: "ap-south-1 was not read: AccessDeniedException, lookup-events is not allowed there.",
    },
  ] as const;
  const read = {
    ...coverage,
    source: "LookupEvents",
    regions: ["us-east-1", "eu-central-1"],
    from: at(12, 0),
    to: at(14, 7200),
    events: events.length,
    complete: false,
    gaps,
  };
  const set = { events, coverage: read };
  const account = new FakeAccount();
  account.status = { IsLogging: false };
  const verdicts = runChecks(trailChecks, await account.facts());
  return {
    title: "Incident of 12 January",
    when: new Date("2026-01-15T08:00:00Z"),
    account: ACCOUNT,
    regions: ["us-east-1", "eu-central-1"],
    stages: [],
    findings,
    timeline: {
      start: { kind: "user", value: "newcomer" },
      threads: [
        { kind: "user", value: "newcomer" },
        { kind: "session", value: SESSIONS.role.who, because: { what: "newcomer assumed the role" } },
        { kind: "access-key", value: SESSIONS.backdoor.key, because: { what: "newcomer made the key" } },
      ],
      sessions,
      entries,
      findings: [],
      story: {
        what: "newcomer tried what its key could do, made itself administrator, left a second user behind, read customer records through a role, and came back two days later to stop the trail.",
        when: "2026-01-12 09:00:03 to 2026-01-14 10:06:00 UTC; most of it within 18 minutes on the first day.",
        who: "newcomer (access key AKIAIOSFODNN7EXAMPLE), then support-temp, which newcomer made.",
        where: "198.51.100.7 and 203.0.113.99, neither seen before for these users.",
        data: `${events.filter(({ eventName }) => eventName === "GetObject").length} reads of objects in customer-records-production.`,
      },
      coverage: read,
    },
    answers: [recentEvents(set, size), failedEvents(set), policyAttachments(set)],
    verdicts,
    score: missionScore(verdicts),
    records: new Map(events.map((each) => [each.eventID!, each])),
    coverage: read,
    notes: [],
  };
}
