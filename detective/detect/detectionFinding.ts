import { CloudTrailEvent, parseEvent } from "../event";
import { Finding, Outcome, byWeight } from "../finding";
import { compareText } from "../compareText";
import { targetOf } from "../describe/targetOf";
import { outcomeOf } from "../outcomeOf";
import { principalKey, principalName } from "../principal";
import type { FileProof } from "../integrity/fileProver";
import { ruleKey } from "../sigma/rule";
import { Gap } from "../source";
import { taggedTechniques } from "../techniques";
import { count } from "../wording";
import { Detection } from "./detection";
import { recordTime } from "./recordTime";

/** What one principal did that one rule looks for. */
export interface DetectionFinding extends Finding {
  /** The rule's id, or else its name, or else its title. */
  rule: string;
  /** How many detections it gathers. */
  detections: number;
  /** Of the files that they rest on (the first 100), where it was asked for. */
  proof?: readonly FileProof[];
}

/** So many findings are told apart, and so much of each is named. */
const MOST_FINDINGS = 20_000;
const MOST_EVIDENCE = 1_000;
const MOST_NAMED = 100;
/** Records kept for a report, of each finding and in all. */
const RECORDS_EACH = 20;
const MOST_RECORDS = 5_000;

const OUTCOMES: readonly Outcome[] = ["failed", "denied", "success"];

/** Gathers detections by rule and principal as they come; what it holds is bounded. */
export class DetectionFindings {
  private readonly groups = new Map<string, Gathered>();
  private readonly kept: CloudTrailEvent[] = [];
  private leftOut = 0;

  add(detection: Detection): void {
    const event = parseEvent(detection.record);
    const key = JSON.stringify([ruleKey(detection.rule), principalKey(event)]);
    let group = this.groups.get(key);
    if (!group) {
      if (this.groups.size >= MOST_FINDINGS) {
        this.leftOut++;
        return;
      }
      this.groups.set(key, (group = new Gathered(detection)));
    }
    // A correlation brings only a part of its record.
    const isWhole = detection.rule.kind === "rule";
    if (isWhole && group.count < RECORDS_EACH && this.kept.length < MOST_RECORDS) this.kept.push(event);
    group.add(detection, event);
  }

  /** The heaviest first. */
  findings(): DetectionFinding[] {
    return [...this.groups.values()].map((group) => group.finding()).sort(byWeight);
  }

  /** Records that findings rest on, the first ones of each. */
  records(): readonly CloudTrailEvent[] {
    return this.kept;
  }

  gaps(): Gap[] {
    if (this.leftOut === 0) return [];
    const detail = `${count(this.leftOut, "detection")} of further principals left out; the output jsonl has them all.`;
    return [{ reason: "cut", inherent: false, detail }];
  }
}

class Gathered {
  count = 0;
  private readonly names = new Set<string>();
  private readonly addresses = new Set<string>();
  private readonly targets = new Set<string>();
  private readonly evidence = new Map<string, number>();
  private readonly proofs = new Map<string, FileProof>();
  private outcome = 0;
  private first = Infinity;
  private last = -Infinity;

  constructor(private readonly detection: Detection) {}

  add({ places, proof = [] }: Detection, event: CloudTrailEvent): void {
    this.count++;
    note(this.names, principalName(event));
    note(this.addresses, event.sourceIPAddress);
    note(this.targets, targetOf(event));
    this.outcome = Math.max(this.outcome, OUTCOMES.indexOf(outcomeOf(event)));
    for (const each of proof) if (this.proofs.size < MOST_NAMED) this.proofs.set(each.file, each);
    for (const place of places) {
      const time = recordTime(place);
      if (time !== undefined) {
        this.first = Math.min(this.first, time);
        this.last = Math.max(this.last, time);
      }
      if (place.eventID !== undefined && this.evidence.size < MOST_EVIDENCE)
        this.evidence.set(place.eventID, time ?? Infinity);
    }
  }

  finding(): DetectionFinding {
    const { rule, why } = this.detection;
    const [target, ...targets] = this.targets;
    const times = this.count === 1 ? "" : ` (the first of ${count(this.count, "detection")})`;
    return {
      kind: "detection",
      rule: ruleKey(rule),
      level: rule.level,
      title: rule.title,
      why: why + times,
      who: whoOf([...this.names]),
      from: [...this.addresses],
      ...(target !== undefined && {
        target: targets.length === 0 ? target : `${target} and ${targets.length} more`,
      }),
      outcome: OUTCOMES[this.outcome]!,
      first: timeText(this.first),
      last: timeText(this.last),
      attack: taggedTechniques(rule.tags),
      evidence: [...this.evidence].sort((a, b) => a[1] - b[1] || compareText(a[0], b[0])).map(([id]) => id),
      detections: this.count,
      ...(this.proofs.size > 0 && { proof: [...this.proofs.values()] }),
    };
  }
}

function note(set: Set<string>, text: string | undefined): void {
  if (text !== undefined && set.size < MOST_NAMED) set.add(text);
}

/** One session by its name, several of a role by the role's and their number. */
function whoOf([name = "unknown", ...more]: readonly string[]): string {
  return more.length === 0 ? name : `${name.split("/")[0]} (${more.length + 1} sessions)`;
}

/** Empty where no record said it. */
function timeText(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString().replace(".000Z", "Z") : "";
}
