import { RawRecord } from "../../detect/detection";
import { placeOf } from "../../detect/placeOf";
import { recordTime } from "../../detect/recordTime";
import { Gap } from "../../source";
import { count, digits } from "../../wording";
import { SigmaCorrelation, SigmaRule } from "../rule";
import { BriefRecords } from "./briefRecord";
import { Correlated } from "./correlated";
import { CorrelationState } from "./correlationState";
import { Grouped } from "./groupedBy";
import { Sighted, Sighting } from "./sighting";

/** How matches are put in the order of their times. */
export interface CorrelatorOptions {
  /**
   * How much older than the newest match a match may be that still counts, in milliseconds; correlations are told as
   * soon as nothing can change them any more. Later ones are counted and named.
   * @default Infinity: all are put in order at the end, which is exact
   */
  latenessMs?: number;
  /**
   * How many matches are held at most, of about 300 bytes each; beyond that the older half is judged before all is read.
   * @default 1000000
   */
  mostHeld?: number;
  /** Milliseconds since 1970: what lies a day past it makes nothing late. @default the system's clock */
  now?: () => number;
}

/** Where a rule or correlation is used: in which correlation, and in what place of its `of`. */
type Use = readonly [state: CorrelationState, position: number];

/** A match that waits for its turn: once for each rule, with its groups in each correlation of that rule. */
interface Pending {
  readonly sighting: Sighting;
  readonly uses: readonly Use[];
  readonly grouped: readonly Grouped[];
}

const DAY_MS = 86_400_000;
/** Sorting for fewer costs more than they take. */
const FEWEST = 1_024;

/**
 * Correlates matches of rules in time, whatever order they come in.
 *
 * A window as long as the timespan ends at each moment at which something matched, both ends inclusive; the correlation
 * is reported when its condition becomes true there, and again only after it was false at such a moment, or after a
 * timespan without any match. Copies of an event count once. See docs/sigma.md.
 */
export class Correlator {
  /** Each after those that it correlates. */
  private readonly states: readonly CorrelationState[];
  private readonly uses = new Map<
    SigmaRule | SigmaCorrelation,
    [state: CorrelationState, position: number][]
  >();
  private readonly briefs = new BriefRecords();
  private readonly latenessMs: number;
  private readonly mostHeld: number;
  private readonly now: () => number;
  private pending: Pending[] = [];
  private last?: { at: RawRecord; sighting: Sighting | undefined };
  private newest = -Infinity;
  /** How many matches the windows hold; it changes only where something is judged. */
  private inWindows = 0;
  /** Up to here all was judged. */
  private done = -Infinity;
  private sortAt = FEWEST;
  private found = 0;
  private undated = 0;
  private late = 0;
  private letGo = 0;
  private cut = 0;
  private early = false;

  constructor(correlations: readonly SigmaCorrelation[], options: CorrelatorOptions = {}) {
    const { latenessMs = Infinity, mostHeld = 1_000_000, now = Date.now } = options;
    if (!(latenessMs >= 0)) throw new RangeError(`latenessMs: ${latenessMs} is not allowed; use 0 or more`);
    if (!(mostHeld >= 2)) throw new RangeError(`mostHeld: ${mostHeld} is not allowed; use 2 or more`);
    [this.latenessMs, this.mostHeld, this.now] = [latenessMs, mostHeld, now];
    const inOrder = innerFirst(correlations);
    const carried = carriedFields(inOrder);
    this.states = inOrder.map((each) => new CorrelationState(each, [...(carried.get(each) ?? [])]));
    for (const state of this.states) {
      for (const [position, used] of state.correlation.of.entries())
        this.uses.set(used, [...(this.uses.get(used) ?? []), [state, position]]);
    }
  }

  /** The rules that it has to hear of. */
  get rules(): readonly SigmaRule[] {
    return [...this.uses.keys()].filter((each) => each.kind === "rule");
  }

  /** Takes in that a record matches a rule. */
  add(at: RawRecord, rule: SigmaRule): void {
    const uses = this.uses.get(rule);
    if (!uses) return;
    const sighting = this.sightingOf(at);
    if (!sighting) return;
    const grouped = uses.map(([state, position]) => state.groupers[position]!.ofRecord(at.record));
    if (grouped.some(({ cut }) => cut)) this.cut++;
    if (grouped.some(({ groups }) => groups.length > 0)) this.pending.push({ sighting, uses, grouped });
  }

  /** What can be told by now; nothing where all is put in order at the end, unless there is too much to hold. */
  *due(): Generator<Correlated> {
    if (this.latenessMs < Infinity && this.pending.length >= this.sortAt) {
      yield* this.judgeUntil(this.newest - this.latenessMs);
      this.sortAt = Math.max(FEWEST, 2 * this.pending.length);
    }
    if (this.held <= this.mostHeld) return;
    if (this.pending.length > this.mostHeld / 2) {
      this.early = true;
      this.inOrder();
      yield* this.judgeUntil(this.pending[this.pending.length >> 1]!.sighting.time);
    }
    while (this.held > this.mostHeld) {
      const fullest = this.states.reduce((a, b) => (b.held > a.held ? b : a));
      const gone = fullest.letGo();
      this.letGo += gone;
      this.countWindows();
      if (gone === 0) break;
    }
  }

  /** The rest, once there are no more matches. */
  *end(): Generator<Correlated> {
    yield* this.judgeUntil(Infinity);
  }

  /** What of the matches could not be correlated. */
  gaps(): Gap[] {
    const gaps: Gap[] = [];
    const say = (number: number, inherent: boolean, detail: string) => {
      if (number > 0) gaps.push({ reason: "correlations", inherent, detail });
    };
    const records = (number: number) => count(number, "matching record");
    say(
      this.undated,
      true,
      `${records(this.undated)} without a readable time could not be counted in correlations.`,
    );
    say(
      this.late,
      false,
      this.early
        ? `${records(this.late)} came after more than ${digits(this.mostHeld)} matches had to be judged, and could not be counted in correlations; read a shorter time range.`
        : `${records(this.late)} came later than ${this.latenessMs / 1000} s after newer ones, and could not be counted in correlations.`,
    );
    say(
      this.letGo,
      false,
      `${records(this.letGo)} had to be let go: correlations hold ${digits(this.mostHeld)} matches at most; read a shorter time range.`,
    );
    say(
      this.cut,
      false,
      `${records(this.cut)} named too many values in a field that correlations group by or count; the first ones were counted.`,
    );
    return gaps;
  }

  private get held(): number {
    return this.pending.length + this.inWindows;
  }

  private countWindows(): void {
    this.inWindows = this.states.reduce((sum, { held }) => sum + held, 0);
  }

  /** Undefined where it can't be counted, which is noted once a record. */
  private sightingOf(at: RawRecord): Sighting | undefined {
    if (this.last?.at === at) return this.last.sighting;
    const sighting = this.newSighting(at);
    this.last = { at, sighting };
    return sighting;
  }

  private newSighting(at: RawRecord): Sighting | undefined {
    const time = recordTime(at.record);
    if (time === undefined) {
      this.undated++;
      return undefined;
    }
    if (time < this.done) {
      this.late++;
      return undefined;
    }
    if (time <= this.now() + DAY_MS) this.newest = Math.max(this.newest, time);
    return Sighting.of(placeOf(at), time, this.briefs.of(at.record));
  }

  private inOrder(): void {
    this.pending.sort(
      ({ sighting: a }, { sighting: b }) =>
        a.time - b.time || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0) || a.index - b.index,
    );
  }

  /** Judges what is pending up to a time, moment by moment. */
  private *judgeUntil(time: number): Generator<Correlated> {
    this.inOrder();
    const { pending } = this;
    let at = 0;
    while (at < pending.length && pending[at]!.sighting.time <= time) {
      const moment = pending[at]!.sighting.time;
      for (; at < pending.length && pending[at]!.sighting.time === moment; at++) {
        const { sighting, uses, grouped } = pending[at]!;
        for (const [use, [state, position]] of uses.entries()) state.take(sighting, position, grouped[use]!);
      }
      yield* this.judge(moment);
      this.done = moment;
    }
    this.pending = pending.slice(at);
    this.countWindows();
  }

  private *judge(moment: number): Generator<Correlated> {
    for (const state of this.states) {
      for (const found of state.judge(moment)) {
        for (const [outer, position] of this.uses.get(state.correlation) ?? []) {
          const grouped = outer.groupers[position]!.ofCorrelated(found);
          if (grouped.cut) this.cut++;
          outer.take(this.sightingOfFound(found), position, grouped);
        }
        if (state.correlation.reports) yield found;
      }
    }
  }

  private sightingOfFound({ time, place, brief, places, count: all }: Correlated): Sighted {
    return { time, key: `correlated ${this.found++}`, place, brief, places, count: all };
  }
}

/** All correlations, also those that only others use, each after what it correlates. */
function innerFirst(correlations: readonly SigmaCorrelation[]): SigmaCorrelation[] {
  const ordered = new Set<SigmaCorrelation>();
  const begun = new Set<SigmaCorrelation>();
  // A stack of its own: whoever writes the rules decides how deep it goes.
  const open = [...correlations].reverse();
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const inner = top.of.filter((used) => used.kind === "correlation" && !begun.has(used));
    if (!begun.has(top) && inner.length > 0) open.push(...(inner as SigmaCorrelation[]));
    else ordered.add(open.pop()!);
    begun.add(top);
  }
  return [...ordered];
}

/** The fields that the correlations of a correlation ask of it. */
function carriedFields(inOrder: readonly SigmaCorrelation[]): Map<SigmaCorrelation, Set<string>> {
  const carried = new Map<SigmaCorrelation, Set<string>>();
  for (const outer of [...inOrder].reverse()) {
    for (const [position, used] of outer.of.entries()) {
      if (used.kind === "rule") continue;
      const fields = carried.get(used) ?? new Set();
      carried.set(used, fields);
      for (const name of outer.groupBy) fields.add(outer.aliases.get(name)?.get(position) ?? name);
      for (const field of [...outer.countedFields, ...(carried.get(outer) ?? [])]) fields.add(field);
    }
  }
  return carried;
}
