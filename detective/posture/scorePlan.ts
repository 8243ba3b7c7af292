import { Check, Pillar } from "./check";
import { trailChecks } from "./trailChecks";

/** One line of the mission score: points, and what earns them. */
export interface PlanItem {
  id: string;
  title: string;
  pillar: Pillar;
  points: number;
  /** What would earn the points, where no check exists for it yet; absent where the check of this id earns them. */
  needs?: string;
}

export const PILLARS: readonly Pillar[] = ["identity", "data", "detection", "infrastructure", "response"];

/** Each pillar is worth the same. */
export const PILLAR_POINTS = 20;

/** The 100 points: the checks that exist earn theirs, and of the others it is said what would. */
export const scorePlan: readonly PlanItem[] = [
  ...trailChecks.map(fromCheck),

  open(
    "identity",
    5,
    "root-protected",
    "Root is locked away",
    "a check that root has MFA and no access keys",
  ),
  open(
    "identity",
    5,
    "users-mfa",
    "Every person signs in with MFA",
    "a check of the credential report for MFA",
  ),
  open(
    "identity",
    5,
    "no-admin-users",
    "No user holds administrator rights directly",
    "a check of users' attached and inline policies",
  ),
  open(
    "identity",
    5,
    "keys-rotated",
    "No access key is older than 90 days",
    "a check of the credential report for key ages",
  ),

  open(
    "data",
    3,
    "logs-immutable",
    "Logs can't be overwritten or deleted",
    "a check of versioning and Object Lock on the log bucket",
  ),
  open(
    "data",
    2,
    "logs-kept",
    "Logs are kept as long as they must be",
    "a check of the lifecycle against the retention asked for",
  ),
  open(
    "data",
    2,
    "log-access-recorded",
    "Reading the logs leaves a trace",
    "a check of server access logging on the log bucket",
  ),

  open(
    "detection",
    3,
    "alarms",
    "What matters raises an alarm",
    "a check of metric filters and alarms with a confirmed subscriber",
  ),
  open(
    "detection",
    3,
    "rules-run",
    "Detection rules run over the events",
    "a run of the rules with their findings",
  ),
  open(
    "detection",
    2,
    "data-events",
    "Data events of what is sensitive are recorded",
    "a check of the trail's event selectors",
  ),

  open(
    "infrastructure",
    5,
    "account-public-access-block",
    "The account blocks public buckets as a whole",
    "a check of the account's public access block",
  ),
  open(
    "infrastructure",
    5,
    "default-security-groups",
    "Default security groups let nothing through",
    "a check of every region's default groups",
  ),
  open(
    "infrastructure",
    5,
    "no-open-administration",
    "No SSH or RDP is open to the world",
    "a check of security group rules for ports 22 and 3389",
  ),
  open(
    "infrastructure",
    5,
    "flow-logs",
    "Networks record their flows",
    "a check that every VPC has flow logs",
  ),

  open(
    "response",
    5,
    "integrity-proven",
    "The logs are proven to be unchanged",
    "a walk through the digest chain with its signatures",
  ),
  open(
    "response",
    5,
    "timeline-exercised",
    "An incident was reconstructed from the events",
    "an exercise whose timeline names the first contact and the escalation",
  ),
  open(
    "response",
    5,
    "tampering-noticed",
    "Stopping the trail is noticed within minutes",
    "an exercise that stops logging and waits for the alarm",
  ),
  open(
    "response",
    5,
    "least-privilege",
    "Rights can be cut to what was used",
    "a policy made from a principal's events",
  ),
];

function fromCheck({ id, title, pillar, weight }: Check): PlanItem {
  return { id, title, pillar, points: weight };
}

function open(pillar: Pillar, points: number, id: string, title: string, needs: string): PlanItem {
  return { id, title, pillar, points, needs };
}
