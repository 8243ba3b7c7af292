import { ScannedField } from "../archive/scan/recordFilter";
import { DOUBTFUL, ScannedRecords } from "../archive/scan/recordScanner";
import { JsonObject } from "../json";
import { Expression } from "../sigma/expression";
import { compileRules } from "../sigma/match/compileRules";
import { weakened } from "../sigma/match/weakened";
import { RecordMatcher } from "../sigma/recordMatcher";
import { SigmaRule } from "../sigma/rule";
import { Places } from "../sources/textFinder";
import { Combinations } from "./combinations";

const IDENTITY = "userIdentity.";
/** Without it there may be no identity to look into, but a list of them. */
const TYPE = "userIdentity.type";
/** Fields with few values, of which rules ask most. */
const FEW_VALUED = ["eventName", "eventSource", "errorCode", "userAgent", TYPE];
const MOST_FIELDS = 24;

/**
 * Asks rules of what was scanned of a record, for whether one of them may match: the tests of other fields are taken to
 * hold. What it refuses no rule matches; what it can't read it lets through.
 */
export class RuleSieve {
  readonly fields: readonly ScannedField[];
  private readonly few: Stage;
  private readonly all: Stage;
  private readonly known = new Combinations();
  /** How many fields are scanned. */
  private width = 0;
  private readonly joinedKeys = new Places(
    Buffer.from(IDENTITY.slice(-2)),
    Buffer.from(`"${IDENTITY.slice(0, -2)}`),
  );
  private readonly escapes = new Places(Buffer.from("\\u"));

  constructor(rules: readonly SigmaRule[]) {
    this.fields = [...new Set([...FEW_VALUED, ...rules.flatMap(({ expression }) => fieldsIn(expression))])]
      .filter((field) => !field.replace(IDENTITY, "").includes("."))
      .slice(0, MOST_FIELDS);
    this.few = new Stage(rules, FEW_VALUED);
    this.all = new Stage(rules, this.fields);
  }

  /** Turns to another file; its records are asked for in their order. */
  turnTo({ bytes }: ScannedRecords, scanned: readonly ScannedField[]): void {
    this.joinedKeys.turnTo(bytes);
    this.escapes.turnTo(bytes);
    this.few.turnTo(scanned);
    this.all.turnTo(scanned);
    this.known.begin();
    this.width = scanned.length;
  }

  may(records: ScannedRecords, record: number): boolean {
    const end = records.end(record);
    // A rule's path may be a key by itself, `userIdentity.type`, which is no field of an identity.
    if (this.joinedKeys.after(records.start(record)) < end || this.escapes.after(records.start(record)) < end)
      return true;
    if (records.spans) {
      const combination = this.known.of(records, records.spans, record, this.few.places, this.width);
      const verdict = this.known.verdicts[combination] ?? this.few.may(records, record);
      this.known.verdicts[combination] = verdict;
      if (!verdict) return false;
    }
    return this.all.may(records, record);
  }
}

/** Rules as they can be asked of some fields. */
class Stage {
  /** Where the fields are among those that were scanned. */
  places: readonly number[] = [];
  private readonly matcher: RecordMatcher;

  constructor(
    rules: readonly SigmaRule[],
    private readonly fields: readonly ScannedField[],
  ) {
    const knows = (field: string) => fields.includes(field);
    this.matcher = compileRules(
      rules.map((rule) => ({ ...rule, expression: weakened(rule.expression, knows) })),
    );
  }

  turnTo(scanned: readonly ScannedField[]): void {
    this.places = this.fields.map((field) => scanned.indexOf(field));
  }

  may(records: ScannedRecords, record: number): boolean {
    const seen = this.seen(records, record);
    return !seen || this.matcher.match(seen).length > 0;
  }

  /** The record with these fields alone; undefined where it has to be parsed. */
  private seen(records: ScannedRecords, record: number): JsonObject | undefined {
    const seen: JsonObject = {};
    const identity: JsonObject = {};
    for (let at = 0; at < this.fields.length; at++) {
      const value = records.value(record, this.places[at]!);
      if (value === DOUBTFUL) return undefined;
      if (value === undefined) continue;
      const field = this.fields[at]!;
      if (field.startsWith(IDENTITY)) identity[field.slice(IDENTITY.length)] = value;
      else seen[field] = value;
    }
    if (typeof identity.type !== "string") return undefined;
    seen.userIdentity = identity;
    return seen;
  }
}

/** The fields that an expression asks. */
function fieldsIn(expression: Expression): ScannedField[] {
  if (expression.kind === "not") return fieldsIn(expression.of);
  if (expression.kind !== "test") return expression.of.flatMap(fieldsIn);
  return expression.field === undefined ? [] : [expression.field];
}
