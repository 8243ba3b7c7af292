import { Expression, FieldTest } from "../expression";
import { exactText } from "./textTest";

/** Tests of which at least one holds for every record that a rule matches. */
export interface RequiredTests {
  readonly tests: readonly FieldTest[];
  /** How many records they let through, as a guess: the less the better. */
  readonly weight: number;
}

/** How often one value of a field stands in records, beside a name of an event. */
const COMMON: Readonly<Record<string, number>> = {
  eventName: 1,
  errorCode: 2,
  eventSource: 8,
  awsRegion: 20,
  "userIdentity.type": 20,
  eventType: 40,
  eventCategory: 60,
  readOnly: 60,
  managementEvent: 80,
  eventVersion: 80,
  recipientAccountId: 80,
  "userIdentity.accountId": 80,
};
/** Of any other field, and of one that holds an object in most records: its text is the longest to make. */
const OTHER = 4;
const OBJECT = 200;
const OBJECTS = new Set([
  "userIdentity",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
  "resources",
  "tlsDetails",
]);

/**
 * The best tests by which a rule can be found: of what must all hold the rarest, of what may hold each.
 *
 * @returns undefined where nothing is required, as under `not`; no tests at all where the rule can't match
 */
export function requiredTests(expression: Expression): RequiredTests | undefined {
  switch (expression.kind) {
    case "test": {
      const weight = weightOf(expression);
      return weight === undefined ? undefined : { tests: [expression], weight };
    }
    case "all": {
      let best: RequiredTests | undefined;
      for (const part of expression.of) {
        const one = requiredTests(part);
        if (one && (!best || one.weight < best.weight)) best = one;
      }
      return best;
    }
    case "any": {
      const tests: FieldTest[] = [];
      let weight = 0;
      for (const part of expression.of) {
        const one = requiredTests(part);
        if (!one) return undefined;
        for (const test of one.tests) tests.push(test);
        weight = Math.max(weight, one.weight);
      }
      return { tests, weight: weight + tests.length / 10 };
    }
    case "not":
      return expression.of.kind === "not" ? requiredTests(expression.of.of) : undefined;
  }
}

function weightOf({ field, test }: FieldTest): number | undefined {
  if (field === undefined || (test.kind !== "text" && test.kind !== "regex")) return undefined;
  const common = OBJECTS.has(field) ? OBJECT : Object.hasOwn(COMMON, field) ? COMMON[field]! : OTHER;
  if (test.kind === "regex") return common + 6;
  if (exactText(test.pattern) !== undefined) return common;
  return test.pattern.every(({ kind }) => kind === "anyText") ? undefined : common + 3;
}
