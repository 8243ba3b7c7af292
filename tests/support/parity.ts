import assert from "node:assert/strict";
import { recordScannerFor } from "../../detective/archive/scan/recordScannerFor";
import { prepare } from "../../detective/detect/rulesJob";
import { runDuckdb } from "../../detective/duckdb/runDuckdb";
import { isJsonObject } from "../../detective/json";
import { eventPatternMatches } from "../../detective/patterns/eventPattern";
import { filterMatches } from "../../detective/patterns/filterPattern";
import { compileEventPattern } from "../../detective/sigma/eventbridge/compileEventPattern";
import { parseRules } from "../../detective/sigma/load/parseRules";
import { compileRules } from "../../detective/sigma/match/compileRules";
import { compileFilterPattern } from "../../detective/sigma/metricFilter/compileFilterPattern";
import { NotExpressible } from "../../detective/sigma/notExpressible";
import { SigmaRule } from "../../detective/sigma/rule";
import { athenaQuery } from "../../detective/sigma/sql/athenaQuery";

/** The backend has no words for the rule, and says so. */
export const NOT_EXPRESSIBLE = "not expressible";

/** The backend has words for the rule, and nothing here can run them. */
export const COMPILED = "compiled";

/** The places of the records that match, ascending; or that the backend refuses the rule. */
export type Expected = readonly number[] | typeof NOT_EXPRESSIBLE;

/** What each backend makes of a rule. */
export interface Expectations {
  readonly matcher: readonly number[];
  readonly duckdb: Expected;
  /** Trino runs nowhere here. */
  readonly athena: typeof COMPILED | typeof NOT_EXPRESSIBLE;
  readonly eventbridge: Expected;
  readonly metricFilter: Expected;
}

/** A rule, some records, and what every backend there is makes of them. */
export interface ParityCase {
  /** YAML. */
  readonly rule: string;
  readonly records: readonly unknown[];
  readonly expect: Expectations;
}

/** Runs a case in every backend. */
export async function checkParity({ rule: text, records, expect }: ParityCase): Promise<void> {
  const rule = onlyRule(text);
  const matcher = compileRules([rule]);
  const found: Expectations = {
    matcher: places(records, (record) => matcher.match(record).length > 0),
    duckdb: refusedOr((await runDuckdb([rule], records)).get(rule)!),
    athena: inAthena(rule),
    eventbridge: inEventBridge(rule, records),
    metricFilter: inMetricFilter(rule, records),
  };
  assert.deepEqual(found, expect, text);
  assert.deepEqual(inFile([rule], JSON.stringify({ Records: records })).get(rule), expect.matcher, text);
}

/** Asks rules of a log file's text as it is scanned: the places of the records that each matches. */
export function inFile(rules: readonly SigmaRule[], text: string): ReadonlyMap<SigmaRule, readonly number[]> {
  const job = prepare({ rules, query: {}, options: {} });
  const scanned = recordScannerFor(job.fields).scan(Buffer.from(text));
  const { Records } = JSON.parse(text) as { Records: unknown[] };
  const found = scanned ? job.scanned(scanned, { name: "x" }) : job.parsed(Records, 0, { name: "x" });
  assert.equal(found.broken, undefined);
  const places = new Map(rules.map((rule) => [rule, [] as number[]]));
  for (const [at, index] of found.indexes.entries())
    for (const rule of found.rules[at]!) places.get(rules[rule]!)!.push(index);
  return places;
}

/** The one rule of a text. */
export function onlyRule(text: string): SigmaRule {
  const { rules, problems } = parseRules(text, "case.yml");
  assert.deepEqual(problems, [], text);
  assert.equal(rules.length, 1, text);
  return rules[0]!;
}

/** A rule's YAML of its detection only. */
export function ruleText(detection: object): string {
  const logsource = { product: "aws", service: "cloudtrail" };
  return JSON.stringify({ title: "A case", logsource, level: "low", detection });
}

/** Compiles to Athena's SQL. */
export function inAthena(rule: SigmaRule): Expectations["athena"] {
  const { refused, sql } = athenaQuery([rule], "cloudtrail");
  if (refused.length === 0) {
    assert.match(sql, /^SELECT eventid, eventtime, rules/);
    return COMPILED;
  }
  refusedOr(refused[0]!.error);
  return NOT_EXPRESSIBLE;
}

/** Compiles to an event pattern and asks the evaluator, of each record as CloudTrail sends it to the bus. */
export function inEventBridge(rule: SigmaRule, records: readonly unknown[]): Expected {
  return orNotExpressible(() => {
    const { text } = compileEventPattern(rule);
    return places(records, (detail) => {
      if (!isJsonObject(detail)) return false;
      const event = { source: "aws.service", "detail-type": "AWS API Call via CloudTrail", detail };
      return decided(eventPatternMatches(text, event), text, detail);
    });
  });
}

/** Compiles to a metric filter and asks the evaluator. */
export function inMetricFilter(rule: SigmaRule, records: readonly unknown[]): Expected {
  return orNotExpressible(() => {
    const pattern = compileFilterPattern(rule);
    return places(
      records,
      (record) => isJsonObject(record) && decided(filterMatches(pattern, record), pattern, record),
    );
  });
}

function decided(answer: string, pattern: string, record: unknown): boolean {
  assert.notEqual(answer, "undecided", `${pattern} on ${JSON.stringify(record)}`);
  return answer === "yes";
}

function orNotExpressible(run: () => Expected): Expected {
  try {
    return run();
  } catch (error) {
    return refusedOr(error);
  }
}

function refusedOr(result: unknown): Expected {
  if (!(result instanceof NotExpressible)) {
    if (result instanceof Error) throw result;
    return result as Expected;
  }
  assert.notEqual(result.part, "", result.message);
  return NOT_EXPRESSIBLE;
}

function places(records: readonly unknown[], matches: (record: unknown) => boolean): number[] {
  return records.flatMap((record, index) => (matches(record) ? [index] : []));
}
