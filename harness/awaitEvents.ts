import { collect, madeByRun, type CloudTrailEvent, type EventSet, type Source } from "../detective";
import type { ExpectedEvent } from "./activity";
import { poll } from "./poll";

/**
 * Reads the event history until it shows every event that the run must have left.
 *
 * @throws DeadlineError that names the events still missing
 */
export async function awaitEvents(
  source: Source,
  run: { correlationId: string; since: Date; expected: readonly ExpectedEvent[] },
  options: { deadline: number; progress: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<EventSet> {
  let missing: readonly ExpectedEvent[] = run.expected;
  return poll(
    async () => {
      const set = await collect(source.read({ startTime: run.since }));
      missing = missingFrom(
        set.events.filter((event) => madeByRun(event, run.correlationId)),
        run.expected,
      );
      options.progress(`${run.expected.length - missing.length} of ${run.expected.length} events are there`);
      return missing.length === 0 ? set : undefined;
    },
    {
      what: () => `the event history to show ${missing.map(describe).join(", ")}`,
      deadline: options.deadline,
      interval: 250,
      signal: options.signal,
    },
  );
}

/** The expected events that none of the events is; each event stands for one expectation alone. */
export function missingFrom(
  events: readonly CloudTrailEvent[],
  expected: readonly ExpectedEvent[],
): ExpectedEvent[] {
  const left = [...events];
  return expected.filter((wanted) => {
    const index = left.findIndex((event) => isThe(wanted, event));
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}

function isThe(wanted: ExpectedEvent, event: CloudTrailEvent): boolean {
  if (wanted.eventSource !== event.eventSource || wanted.eventName !== event.eventName) return false;
  if (wanted.user !== undefined && wanted.user !== event.userIdentity?.userName) return false;
  return wanted.errorCode ? wanted.errorCode.test(event.errorCode ?? "") : !event.errorCode;
}

function describe({ eventName, user, errorCode }: ExpectedEvent): string {
  return [eventName, user && `by ${user}`, errorCode && `with ${errorCode.source}`].filter(Boolean).join(" ");
}
