import {
  evidenceRecords,
  gatherTrailFacts,
  globalRegion,
  lookupEvents,
  runChecks,
  trailChecks,
  type EventSet,
  type JudgedCheck,
  type Report,
  type Shown,
} from "../detective";
import type { Activity, ExpectedEvent } from "./activity";
import { awaitAlerts, saysAlert, type Alert } from "./awaitAlerts";
import { askQuestions } from "./askQuestions";
import { awaitDelivery, type Delivery } from "./awaitDelivery";
import { awaitEvents } from "./awaitEvents";
import { operatorClients } from "./awsClients";
import { openWorld, type OpenWorld } from "./openWorld";
import { proveIntegrity, type IntegrityProof } from "./proveIntegrity";
import { runDetections } from "./runDetections";
import type { StageLog } from "./stageLog";
import type { Target } from "./target";
import { shownByRun } from "./shownByRun";
import { tellIncident } from "./tellIncident";
import { thenCleanUp } from "./thenCleanUp";
import { walkDigests } from "./walkDigests";

/** The run that investigates. */
export interface Investigation {
  correlationId: string;
  /** No event before this is of interest. */
  since: Date;
  /** The stack's outputs. */
  outputs: Record<string, string>;
  /** For the names of what the activities make. */
  suffix: string;
  activities: readonly Activity[];
  signal: AbortSignal | undefined;
  /** Waited for when all is found and before anything is undone. */
  atTheEnd: () => Promise<void> | undefined;
}

type Found = Pick<
  Report,
  | "findings"
  | "timeline"
  | "answers"
  | "verdicts"
  | "integrity"
  | "records"
  | "recordsLeftOut"
  | "coverage"
  | "notes"
> & {
  /** What the run itself showed, as the score takes it. */
  shown: Shown[];
};

/** Does things worth noticing on a stack that is up, finds them in the trail, checks the trail, and undoes them. */
export async function investigate(target: Target, log: StageLog, run: Investigation): Promise<Found> {
  const { trailArn = "", trailName = "", bucketName = "", kmsKeyAlias: keyAlias = "" } = run.outputs;
  const world = openWorld(target, { ...run, trailArn, trailName, bucketName });
  const begun: Activity[] = [];
  const unlessAborted = () => run.signal?.throwIfAborted();
  return thenCleanUp(
    async () => {
      const expected = await act(log, world, run, begun);
      unlessAborted();
      const alerts = await hearAlerts(target, log, run, world);
      unlessAborted();
      const history = await readHistory(target, log, run, expected);
      unlessAborted();
      const delivery = await readLogFiles(target, log, run, world);
      unlessAborted();
      const questions = await log.run(
        "questions",
        () => Promise.resolve(askQuestions(history, { ...run, bucketName })),
        (all) => `${all.length} answered, each with calls of this run`,
      );
      unlessAborted();
      const detected = await log.run(
        "detections",
        () => runDetections(history, run),
        ({ rules, answer }) =>
          `${rules} rules asked of ${history.events.length} events, ${answer.items.length} findings`,
      );
      unlessAborted();
      const proof = await proveLogFiles(target, log, run, world, delivery);
      unlessAborted();
      const incident = await log.run(
        "timeline",
        () =>
          Promise.resolve(
            tellIncident(history, { ...run, newcomer: world.names.newcomer, trailName, bucketName }),
          ),
        ({ timeline, findings }) =>
          `${timeline.entries.length} calls hang together, ${findings.length} findings`,
      );
      unlessAborted();
      const verdicts = await log.run(
        "checks",
        async () => runChecks(trailChecks, await gatherTrailFacts(world.operator, { trailName, keyAlias })),
        passed,
      );
      unlessAborted();
      await run.atTheEnd();
      const { events, files, encryption } = delivery;
      const answers = [detected.answer, ...questions];
      return {
        ...incident,
        answers,
        verdicts,
        integrity: proof.rows,
        shown: shownByRun({ detected, proof, incident, events: history.events.length }),
        ...evidenceRecords({ ...incident, answers }, history.events),
        coverage: history.coverage,
        notes: [
          ...alerts.map(saysAlert),
          `${events} events of this run were found in ${files} log files of ${bucketName}, encrypted with ${encryption}.`,
        ],
      };
    },
    () => undo(target, log, world, begun),
    (error) => log.observer.note(`undoing the activity failed as well: ${String(error)}`),
  );
}

async function act(
  log: StageLog,
  world: OpenWorld,
  run: Investigation,
  begun: Activity[],
): Promise<ExpectedEvent[]> {
  await log.run(
    "activity",
    async (progress) => {
      for (const activity of run.activities) {
        run.signal?.throwIfAborted();
        progress(activity.does);
        begun.push(activity);
        await activity.run(world);
      }
    },
    () => run.activities.map(({ id }) => id).join(", "),
  );
  return run.activities.flatMap((activity) => activity.expects(world));
}

/** What the program's alarms told of the activities, where it has a queue for them. */
async function hearAlerts(
  target: Target,
  log: StageLog,
  run: Investigation,
  world: OpenWorld,
): Promise<Alert[]> {
  const expected = run.activities.flatMap((activity) => activity.alerts?.(world) ?? []);
  const { alertQueueUrl: queueUrl } = run.outputs;
  if (!queueUrl || expected.length === 0) return [];
  return log.run(
    "alert",
    (progress) =>
      awaitAlerts(
        world.operator.sqs,
        { queueUrl, undeliveredQueueUrl: run.outputs.undeliveredAlertsUrl, expected },
        { deadline: target.patience.alert, progress, signal: run.signal },
      ),
    (alerts) => alerts.map(({ rule, seconds }) => `${rule} rang ${seconds} s after the call`).join(", "),
  );
}

/** The event history of the target's Region and of the one where IAM's events are. */
async function readHistory(
  target: Target,
  log: StageLog,
  run: Investigation,
  expected: readonly ExpectedEvent[],
): Promise<EventSet> {
  const regions = [...new Set([target.region, globalRegion(run.outputs.trailArn?.split(":")[1] ?? "")])];
  const readers = regions.map((region) => ({
    region,
    clients: operatorClients(target, run.correlationId, region),
  }));
  const source = lookupEvents(
    readers.map(({ region, clients }) => ({ region, client: clients.cloudTrail })),
    { requestsPerSecond: target.lookupsPerSecond },
  );
  try {
    return await log.run(
      "history",
      (progress) =>
        awaitEvents(
          source,
          { ...run, expected },
          { deadline: target.patience.history, progress, signal: run.signal },
        ),
      ({ events }) => `${events.length} events`,
    );
  } finally {
    for (const { clients } of readers) clients.destroy();
  }
}

function readLogFiles(
  target: Target,
  log: StageLog,
  run: Investigation,
  world: OpenWorld,
): Promise<Delivery> {
  const { correlationId, signal } = run;
  const { bucketName } = world;
  return log.run(
    "delivery",
    (progress) =>
      awaitDelivery(
        world.operator.s3,
        { bucketName, accountId: target.accountId, correlationId },
        { deadline: target.patience.delivery, progress, signal },
      ),
    ({ files, events, encryption }) => `${events} events in ${files} log files, ${encryption}`,
  );
}

function proveLogFiles(
  target: Target,
  log: StageLog,
  run: Investigation,
  world: OpenWorld,
  { keys }: Delivery,
): Promise<IntegrityProof> {
  const { correlationId, signal } = run;
  const { bucketName, trailName } = world;
  return log.run(
    "integrity",
    (progress) =>
      proveIntegrity(
        {
          walk: () =>
            walkDigests(target, world.operator.s3, { bucketName, trailName, correlationId, signal }),
          s3: world.operator.s3,
          bucketName,
          keys,
          // What was put into an account's bucket stays in its logs, and object lock may keep it there.
          mayChange: target.endpoint !== undefined,
          signal,
        },
        { deadline: target.patience.digest, progress, note: (text) => log.observer.note(text) },
      ),
    ({ says }) => says,
  );
}

async function undo(
  target: Target,
  log: StageLog,
  world: OpenWorld,
  begun: readonly Activity[],
): Promise<void> {
  const failures: unknown[] = [];
  // What was done in an emulator that has ended has ended with it.
  if (target.alive()) {
    await log.run("undo", async (progress) => {
      for (const activity of [...begun].reverse()) {
        progress(activity.id);
        await activity.undo?.(world).catch((error: unknown) => failures.push(error));
      }
    });
  }
  world.close();
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("; "));
}

function passed(verdicts: readonly JudgedCheck[]): string {
  return `${verdicts.filter(({ status }) => status === "pass").length} of the lab's ${verdicts.length} passed`;
}
