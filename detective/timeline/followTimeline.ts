import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { isPrincipalArn, onThread, threadNeeds, threadReads } from "../onThread";
import { RecordNeeds } from "../sources/recordNeeds";
import { Coverage, EventConditions, EventQuery, Gap, Source, isComplete } from "../source";
import { Thread } from "../thread";
import { TimelineOptions, timelineOf } from "./buildTimeline";
import { IncidentContext } from "./incidentContext";
import { IncidentIndex } from "./incidentIndex";
import { leadsOn } from "./leads";
import { FollowedThread, Timeline } from "./timeline";

/** How far the following of threads is. */
export interface TimelineProgress {
  /** Events read so far. */
  read: number;
  /** Threads known so far, the start among them. */
  threads: number;
}

/** The time that is read, and what every timeline can be told. */
export interface FollowTimelineOptions extends TimelineOptions {
  /** Inclusive. @default as far back as the source reaches */
  startTime?: Date;
  /** Inclusive. @default now */
  endTime?: Date;
  /** At most so many events are read, the newest of each reading first. @default no limit */
  max?: number;
  /**
   * So many events are held in memory whole; of a larger source only what hangs on the threads or leads to others is,
   * and it is read once more for the threads that came up.
   * @default 20,000
   */
  hold?: number;
  /** Called now and then while events are read. @default nobody is told */
  onProgress?: (progress: TimelineProgress) => void;
}

/** Rounds of reading; what is not followed by then is said. */
const MOST_ROUNDS = 8;
const TELL_EVERY = 1000;

/**
 * The timeline around a thread, reading of the source what it takes.
 *
 * Of a source where asking for little is cheap (LookupEvents), each thread is asked for on its own; of others everything
 * is read in one run.
 * @throws QueryError see `Source.read`
 */
export async function followTimeline(
  source: Source,
  start: Thread,
  options: FollowTimelineOptions = {},
): Promise<Timeline> {
  const reader = new Reader(source, start, options);
  const everything = timelineReads(start, true) === undefined;
  return source.targeted === true && !everything ? reader.asked() : reader.whole();
}

/**
 * What to ask for, to see all of a thread: its calls, and those that name it, as issuing its credentials does.
 *
 * @returns undefined where only reading everything would do
 */
function timelineReads(thread: Thread, isStart = false): readonly EventConditions[] | undefined {
  const calls = threadReads(thread);
  const named: EventConditions[] =
    thread.kind === "ip" || thread.kind === "event" || thread.kind === "session"
      ? []
      : [{ ResourceName: thread.value }];
  const whose = thread.kind === "arn" && isPrincipalArn(thread.value);
  // A role's calls can't be asked for, but who assumed it can, and so can then its sessions.
  const namedDoes = !isStart && (thread.kind === "resource" || whose);
  if (calls === undefined) return namedDoes ? named : undefined;
  return [
    ...(Array.isArray(calls) ? (calls as readonly EventConditions[]) : [calls as EventConditions]),
    ...named,
  ];
}

class Reader {
  private readonly events = new Map<string | CloudTrailEvent, CloudTrailEvent>();
  private readonly coverages: Coverage[] = [];
  private readonly known = new Set<string>();
  private readonly notes: string[] = [];
  private threads: readonly FollowedThread[];
  private read = 0;

  constructor(
    private readonly source: Source,
    private readonly start: Thread,
    private readonly options: FollowTimelineOptions,
  ) {
    this.threads = [start];
  }

  /** Thread by thread, until no new one comes up. */
  async asked(): Promise<Timeline> {
    let timeline = this.build();
    for (let round = 0; ; round++) {
      const where = this.newReads(round === 0 ? [this.start] : timeline.threads);
      if (where.length === 0) break;
      if (round >= MOST_ROUNDS) {
        this.notes.push(`New threads came up after ${MOST_ROUNDS} rounds of reading and were not read.`);
        break;
      }
      await this.run({ where });
      timeline = this.build();
      this.threads = timeline.threads;
    }
    return this.finished(timeline);
  }

  /** Everything in one run; where that is more than can be held, what hangs on known threads, and again. */
  async whole(): Promise<Timeline> {
    const hold = this.options.hold ?? 20_000;
    const context = new IncidentContext();
    let dropped = false;
    await this.run({}, (event) => {
      context.add(event);
      if (!dropped && this.events.size >= hold) {
        dropped = true;
        for (const [key, held] of this.events) if (!this.matters(held)) this.events.delete(key);
      }
      return !dropped || this.matters(event);
    });
    let timeline = this.build(context);
    for (let round = 1; dropped && isNew(timeline.threads, this.threads); round++) {
      if (round >= MOST_ROUNDS) {
        this.notes.push(`New threads came up after ${MOST_ROUNDS} rounds of reading and were not read.`);
        break;
      }
      const before = new Set(this.threads.map(keyOf));
      const fresh = timeline.threads.filter((thread) => !before.has(keyOf(thread)));
      this.threads = timeline.threads;
      await this.run(this.queryFor(fresh, context));
      timeline = this.build(context);
    }
    return this.finished(timeline);
  }

  private async run(
    query: EventQuery,
    keep: (event: CloudTrailEvent) => boolean = () => true,
  ): Promise<void> {
    const { startTime, endTime, max, onProgress } = this.options;
    const reading = this.source.read({
      ...query,
      ...(startTime && { startTime }),
      ...(endTime && { endTime }),
      ...(max !== undefined && { max }),
    });
    for await (const event of reading) {
      this.read++;
      if (onProgress && this.read % TELL_EVERY === 0)
        onProgress({ read: this.read, threads: this.threads.length });
      if (keep(event)) this.events.set(event.eventID ?? event, event);
    }
    this.coverages.push(reading.coverage());
    onProgress?.({ read: this.read, threads: this.threads.length });
  }

  /**
   * What brings the rest of the threads: by conditions where there are some for each, as a file that can't meet them
   * needn't be taken apart; else by looking at every event.
   */
  private queryFor(threads: readonly Thread[], context: IncidentContext): EventQuery {
    const where = threads.map((thread) => {
      if (thread.kind !== "ip") return threadReads(thread);
      return [...(context.keysAt(thread.value) ?? [])].map((AccessKeyId) => ({ AccessKeyId }));
    });
    const known = where.every((each) => each !== undefined && !(Array.isArray(each) && each.length === 0));
    if (known) return { where: where.flat() as EventConditions[] };
    const needs = threads.map(threadNeeds);
    const all = needs.every((each) => each !== undefined) && { needs: needs.flat() as RecordNeeds };
    return { ...all, keep: (event) => threads.some((thread) => onThread(event, thread)) };
  }

  /** On a thread that is known, or such that it leads to one. */
  private matters(event: CloudTrailEvent): boolean {
    return leadsOn(event) || this.threads.some((thread) => onThread(event, thread));
  }

  private newReads(threads: readonly Thread[]): EventConditions[] {
    return threads.flatMap((thread) => {
      const key = keyOf(thread);
      if (this.known.has(key)) return [];
      this.known.add(key);
      const reads = timelineReads(thread, thread === this.start);
      if (reads) return [...reads];
      this.notes.push(
        `The ${thread.kind} ${thread.value} can't be asked for at ${this.source.name}: of it there is only what the other threads brought.`,
      );
      return [];
    });
  }

  /** @param context of all events that were read; without it addresses lead nowhere, since others' calls were not read */
  private build(context?: IncidentContext): Timeline {
    const index = new IncidentIndex(newestFirst([...this.events.values()]), context);
    const options = { ...this.options, addresses: context !== undefined };
    return timelineOf(index, this.coverage(), this.start, options);
  }

  private finished(timeline: Timeline): Timeline {
    const notes = [...(timeline.notes ?? []), ...this.notes];
    return { ...timeline, coverage: this.coverage(), ...(notes.length > 0 && { notes }) };
  }

  /** Of all readings together: each gap once, and only the Regions that none of them failed in. */
  private coverage(): Coverage {
    const { startTime, endTime } = this.options;
    const gaps = new Map<string, Gap>();
    for (const gap of this.coverages.flatMap((each) => each.gaps))
      gaps.set(`${gap.reason} ${gap.detail}`, gap);
    const regions = new Set(this.coverages.flatMap((each) => each.regions));
    for (const { region, inherent } of gaps.values())
      if (region !== undefined && !inherent) regions.delete(region);
    return {
      ...this.coverages.at(-1),
      source: this.source.name,
      regions: [...regions].sort(),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.events.size,
      complete: isComplete([...gaps.values()]),
      gaps: [...gaps.values()],
    };
  }
}

function isNew(threads: readonly Thread[], before: readonly Thread[]): boolean {
  const known = new Set(before.map(keyOf));
  return threads.some((thread) => !known.has(keyOf(thread)));
}

function keyOf({ kind, value }: Thread): string {
  return `${kind} ${value}`;
}
