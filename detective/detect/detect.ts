import { Level, levelRank } from "../finding";
import { JsonObject, isJsonObject } from "../json";
import { Correlated } from "../sigma/correlate/correlated";
import { Correlator, CorrelatorOptions } from "../sigma/correlate/correlator";
import { compileRules } from "../sigma/match/compileRules";
import { whyText } from "../sigma/match/whyText";
import { RecordMatcher } from "../sigma/recordMatcher";
import { RuleProblem, RuleSet, SigmaCorrelation, SigmaRule } from "../sigma/rule";
import { Coverage, Gap, isComplete } from "../source";
import { digits } from "../wording";
import { Detection, RawRecord } from "./detection";
import { DetectionEngine, PreparedRules, RecordMatch } from "./engine";
import { memoryEngine } from "./memoryEngine";
import { placeOf } from "./placeOf";
import { RecordReading } from "./recordReading";

/** Which rules are asked, and how. */
export interface DetectOptions {
  /** Rules and correlations below it are not told. @default informational */
  level?: Level;
  /** @default memory */
  engine?: DetectionEngine;
  /** @default in the exact order of their times, once all is read */
  correlations?: CorrelatorOptions;
}

/** Rules being asked of records: detections as they are found, correlations when they can be told. */
export interface Detecting extends AsyncIterable<Detection> {
  /** Rules that were not asked: those that could not be loaded, and those that the engine has no exact words for. */
  readonly refused: readonly RuleProblem[];
  /** Of what was read, and of what correlations could not count; final once the iteration has ended. */
  coverage(): Coverage;
}

/**
 * Asks the rules of every record, and correlations of what they match.
 *
 * Each copy of a record is asked, and is a detection of its own with its own place; correlations count an event once.
 * What is no JSON object is not asked, and named in the coverage. Memory does not grow with the records.
 */
export async function detect(
  records: RecordReading,
  ruleSet: RuleSet,
  options: DetectOptions = {},
): Promise<Detecting> {
  const { level = "informational", engine = memoryEngine } = options;
  const told = (each: SigmaRule | SigmaCorrelation) =>
    each.reports && levelRank(each.level) >= levelRank(level);
  const correlations = ruleSet.correlations.filter(told);
  const correlated = correlations.map(rulesBelow);
  const rules = [...new Set([...ruleSet.rules.filter(told), ...correlated.flatMap((each) => [...each])])];
  const prepared = await engine.prepare(rules);
  const notAsked = new Set(prepared.problems.map(({ at }) => at));
  const lacks = (at: number) => [...correlated[at]!].find((rule) => notAsked.has(rule.at));
  const problems = correlations.flatMap((each, at) => missingRule(each, lacks(at)));
  const whole = correlations.filter((_, at) => lacks(at) === undefined);
  const correlator = new Correlator(whole, options.correlations);
  const refused = [...ruleSet.problems, ...prepared.problems, ...problems];
  return new Run(records, prepared, correlator, told, refused);
}

/** The rules that a correlation rests on, also through others. */
function rulesBelow(correlation: SigmaCorrelation): ReadonlySet<SigmaRule> {
  const seen = new Set<SigmaRule | SigmaCorrelation>();
  const open: (SigmaRule | SigmaCorrelation)[] = [correlation];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === "correlation") open.push(...next.of);
  }
  return new Set([...seen].filter((each) => each.kind === "rule"));
}

function missingRule({ at, title }: SigmaCorrelation, rule: SigmaRule | undefined): RuleProblem[] {
  if (!rule) return [];
  const problem = `it correlates "${rule.title}", which this engine can't ask`;
  return [{ at, title, problem, help: 'use the engine "memory", which asks every rule' }];
}

/** A rule of hundreds of tests has a reason as long. */
const LONGEST_WHY = 2_000;

class Run implements Detecting {
  private notAsked = 0;
  private readonly explainers = new Map<SigmaRule, RecordMatcher>();

  constructor(
    private readonly records: RecordReading,
    private readonly prepared: PreparedRules,
    private readonly correlator: Correlator,
    private readonly told: (each: SigmaRule | SigmaCorrelation) => boolean,
    readonly refused: readonly RuleProblem[],
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Detection> {
    for await (const match of this.matches()) {
      this.correlator.add(match.at, match.rule);
      if (this.told(match.rule)) yield this.detection(match);
      yield* this.correlated(this.correlator.due());
    }
    yield* this.correlated(this.correlator.end());
  }

  coverage(): Coverage {
    const read = this.records.coverage();
    const gaps: Gap[] = [...read.gaps, ...this.correlator.gaps()];
    if (this.notAsked > 0) {
      const one = this.notAsked === 1;
      const detail = `${digits(this.notAsked)} of the entries ${one ? "is" : "are"} no JSON object; no rule was asked of ${one ? "it" : "them"}.`;
      gaps.push({ reason: "dirty-records", inherent: true, detail });
    }
    return { ...read, gaps, complete: isComplete(gaps) };
  }

  private matches(): AsyncIterable<RecordMatch> {
    const { plain } = this.prepared;
    if (!plain || !this.records.ask) return this.prepared.matches(this.objects());
    return this.records.ask(plain, (_, noRecords) => (this.notAsked += noRecords));
  }

  private async *objects(): AsyncGenerator<RawRecord> {
    for await (const at of this.records) {
      if (isJsonObject(at.record)) yield at;
      else this.notAsked++;
    }
  }

  private detection(match: RecordMatch): Detection {
    const { rule, at } = match;
    const place = placeOf(at);
    const reasons = match.explain?.() ?? this.explained(rule, at.record);
    return {
      rule,
      place,
      record: at.record,
      places: [place],
      count: 1,
      group: {},
      why: cut(whyText(reasons)),
    };
  }

  private explained(rule: SigmaRule, record: unknown) {
    const explainer = this.explainers.get(rule) ?? compileRules([rule]);
    this.explainers.set(rule, explainer);
    return explainer.match(record)[0]?.explain() ?? [];
  }

  private *correlated(found: Iterable<Correlated>): Generator<Detection> {
    for (const { correlation, place, brief, places, count: all, values, why } of found) {
      if (!this.told(correlation)) continue;
      const { eventID, eventTime } = place;
      yield {
        rule: correlation,
        place,
        record: {
          ...(brief as JsonObject),
          ...(eventID !== undefined && { eventID }),
          ...(eventTime !== undefined && { eventTime }),
        },
        places,
        count: all,
        group: Object.fromEntries(correlation.groupBy.map((name, index) => [name, values[index]!])),
        why,
      };
    }
  }
}

function cut(text: string): string {
  return text.length <= LONGEST_WHY ? text : `${text.slice(0, LONGEST_WHY - 1)}…`;
}
