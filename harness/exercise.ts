import { randomBytes } from "node:crypto";
import type { OutputMap, PulumiFn } from "@pulumi/pulumi/automation";
import {
  gatherTrailFacts,
  lookupEvents,
  missionScore,
  runChecks,
  trailChecks,
  type Answer,
  type EventSet,
  type JudgedCheck,
  type Report,
} from "../detective";
import { activities } from "./activities";
import type { Activity } from "./activity";
import { askQuestions } from "./askQuestions";
import { awaitDelivery } from "./awaitDelivery";
import { awaitEvents } from "./awaitEvents";
import { operatorClients } from "./awsClients";
import { engineProgress } from "./engineProgress";
import { isolatedStack, type IsolatedStack } from "./isolatedStack";
import { openWorld, type OpenWorld } from "./openWorld";
import type { StageLog } from "./stageLog";
import type { Target } from "./target";
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

/** One whole run: up, activity, the wait until the trail shows it, questions, checks, destroy. */
export async function exercise(target: Target, log: StageLog, options: ExerciseOptions): Promise<Report> {
  const correlationId = `audit-trail-exercise-${randomBytes(6).toString("hex")}`;
  const since = new Date(Math.floor(Date.now() / 1000) * 1000);
  const isolated = await log.run("stack", () => isolatedStack(target, options.program, stackConfig));
  const found = await thenCleanUp(
    () => investigate(target, log, options, isolated, { correlationId, since }),
    () => takeDown(log, isolated),
    (error) => log.observer.note(`clean-up failed as well: ${String(error)}`),
  );
  return {
    title: "CloudTrail exercise",
    when: since,
    account: target.accountId,
    region: target.region,
    correlationId,
    stages: log.stages,
    answers: found.answers,
    verdicts: found.verdicts,
    score: missionScore(found.verdicts),
    coverage: found.history.coverage,
    notes: found.notes,
  };
}

interface Findings {
  answers: Answer[];
  verdicts: JudgedCheck[];
  history: EventSet;
  notes: string[];
}

function stackConfig(suffix: string): Record<string, unknown> {
  return {
    trailName: `security-audit-trail-${suffix}`,
    bucketName: `cloudtrail-logs-${suffix}`,
    keyAlias: `alias/audit-trail-${suffix}`,
    ephemeral: true,
  };
}

async function investigate(
  target: Target,
  log: StageLog,
  options: ExerciseOptions,
  { stack, suffix }: IsolatedStack,
  { correlationId, since }: { correlationId: string; since: Date },
): Promise<Findings> {
  const { signal } = options;
  const outputs = await log.run(
    "up",
    async () =>
      plainOutputs(
        (await stack.up({ onEvent: engineProgress(log.observer), ...(signal && { signal }) })).outputs,
      ),
    ({ trailArn }) => trailArn ?? "",
  );
  const { trailArn = "", trailName = "", bucketName = "", kmsKeyAlias = "" } = outputs;
  const world = openWorld(target, { correlationId, suffix, trailArn, trailName, bucketName, signal });
  const done: Activity[] = [];
  return thenCleanUp(
    async () => {
      const expected = await act(log, world, options.activities ?? activities, done, signal);
      const wait = { signal };
      const regions = [...new Set([target.region, globalEventsRegion(trailArn)])];
      const historians = regions.map((region) => ({
        region,
        clients: operatorClients(target, correlationId, region),
      }));
      const source = lookupEvents(
        historians.map(({ region, clients }) => ({ region, client: clients.cloudTrail })),
        { requestsPerSecond: target.lookupsPerSecond },
      );
      try {
        const history = await log.run(
          "history",
          (progress) =>
            awaitEvents(
              source,
              { correlationId, since, expected },
              { ...wait, deadline: target.patience.history, progress },
            ),
          ({ events }) => `${events.length} events`,
        );
        const delivery = await log.run(
          "delivery",
          (progress) =>
            awaitDelivery(
              world.operator.s3,
              { bucketName, accountId: target.accountId, correlationId },
              { ...wait, deadline: target.patience.delivery, progress },
            ),
          ({ files, encryption }) => `${files} log files in ${bucketName}, ${encryption}`,
        );
        const answers = await log.run(
          "questions",
          () => Promise.resolve(askQuestions(history, { correlationId, bucketName })),
          (all) => `${all.length} answered`,
        );
        const verdicts = await log.run(
          "checks",
          async () =>
            runChecks(
              trailChecks,
              await gatherTrailFacts(world.operator, { trailName, keyAlias: kmsKeyAlias }),
            ),
          (all) => `${all.filter(({ status }) => status === "pass").length} of ${all.length} passed`,
        );
        await options.beforeDestroy?.({ target, outputs });
        return {
          answers,
          verdicts,
          history,
          notes: [
            `${delivery.events} events of this run were found in ${delivery.files} log files of ${bucketName}, encrypted with ${delivery.encryption}.`,
          ],
        };
      } finally {
        for (const { clients } of historians) clients.destroy();
      }
    },
    () => undo(log, world, done),
    (error) => log.observer.note(`undoing the activity failed as well: ${String(error)}`),
  );
}

async function act(
  log: StageLog,
  world: OpenWorld,
  all: readonly Activity[],
  done: Activity[],
  signal?: AbortSignal,
) {
  await log.run(
    "activity",
    async (progress) => {
      for (const activity of all) {
        signal?.throwIfAborted();
        progress(activity.does);
        done.push(activity);
        await activity.run(world);
      }
    },
    () => all.map(({ id }) => id).join(", "),
  );
  return all.flatMap((activity) => activity.expects(world));
}

async function undo(log: StageLog, world: OpenWorld, done: readonly Activity[]): Promise<void> {
  try {
    await log.run("undo", async (progress) => {
      for (const activity of [...done].reverse()) {
        progress(activity.id);
        await activity.undo?.(world);
      }
    });
  } finally {
    world.close();
  }
}

/** Also after an interruption: the engine's lock of a run that was cut off is released first. */
async function takeDown(log: StageLog, { stack, dispose }: IsolatedStack): Promise<void> {
  await log.run("destroy", async () => {
    await stack.cancel().catch(() => undefined);
    await stack.destroy({ onEvent: engineProgress(log.observer) });
  });
  await dispose();
}

function plainOutputs(outputs: OutputMap): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, String(value)]));
}

/** Where IAM, STS and sign-in events are, whatever Region the caller is in. */
function globalEventsRegion(trailArn: string): string {
  const partition = trailArn.split(":")[1];
  return { "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" }[partition ?? ""] ?? "us-east-1";
}
