import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { missionScore, ownRules, scorePlan, type Report } from "../detective";
import { activities } from "./activities";
import type { Activity } from "./activity";
import { bringUp } from "./bringUp";
import { investigate } from "./investigate";
import { isolatedStack } from "./isolatedStack";
import type { StageLog } from "./stageLog";
import { takeDown } from "./takeDown";
import type { Target } from "./target";
import { TargetEndedError } from "./targetEndedError";
import { thenCleanUp } from "./thenCleanUp";

/** How a run is to go. */
export interface ExerciseOptions {
  /** The stack's program, as `index.ts` exports it. */
  program: PulumiFn;
  /** Ends the run early, with everything cleaned up. @default none */
  signal?: AbortSignal;
  /** Called when all is done and before anything is destroyed, and waited for: the moment to look around. @default none */
  beforeDestroy?: (stack: KeptStack) => Promise<void>;
  /** What is done to be found again. @default the labs' activities */
  activities?: readonly Activity[];
}

/** What a person needs to talk to a stack that is kept up. */
export interface KeptStack {
  target: Target;
  outputs: Record<string, string>;
}

/**
 * One whole run: up, activity, the wait until the trail shows it, questions, checks, destroy.
 *
 * Whatever happens, what it made is taken down again; when that fails as well, the run's own error is thrown, and
 * `log.observer` is told how to finish.
 * @throws UnansweredError when an answer shows no call of this run
 * @throws DeadlineError when the trail does not show them in time
 * @throws TargetEndedError when the emulator ended on the way; there is nothing to take down then
 * @throws the signal's reason when it was aborted
 */
export async function exercise(target: Target, log: StageLog, options: ExerciseOptions): Promise<Report> {
  const { program, signal, beforeDestroy } = options;
  const correlationId = `audit-trail-exercise-${randomBytes(6).toString("hex")}`;
  // CloudTrail's times are whole seconds.
  const since = new Date(Math.floor(Date.now() / 1000) * 1000);
  signal?.throwIfAborted();
  const isolated = await log.run("stack", () => isolatedStack(target, program, stackConfig));
  const { shown, ...found } = await thenCleanUp(
    async () => {
      const outputs = await bringUp(log, isolated.stack, signal);
      const findings = await investigate(target, log, {
        correlationId,
        since,
        outputs,
        suffix: isolated.suffix,
        activities: options.activities ?? activities,
        signal,
        atTheEnd: () => beforeDestroy?.({ target, outputs }),
      });
      return findings;
    },
    () => takeDown(target, log, isolated),
    (error) => log.observer.note(`taking the stack down failed as well: ${String(error)}`),
  ).catch((error: unknown) => {
    throw target.alive() ? error : new TargetEndedError(target, error);
  });
  return {
    title: "CloudTrail exercise",
    when: since,
    account: target.accountId,
    regions: [target.region],
    correlationId,
    stages: log.stages,
    ...found,
    score: missionScore(found.verdicts, scorePlan, shown),
  };
}

function stackConfig(suffix: string): Record<string, unknown> {
  return {
    trailName: `security-audit-trail-${suffix}`,
    bucketName: `cloudtrail-logs-${suffix}`,
    keyAlias: `alias/audit-trail-${suffix}`,
    alarms: "rules",
    alarmRules: [join(ownRules(), "trail", "trail-stopped-or-deleted.yml")],
    alarmQueue: true,
    ephemeral: true,
  };
}
