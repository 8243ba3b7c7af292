import assert from "node:assert/strict";
import fc from "fast-check";
import { runDuckdb } from "../../../../detective/duckdb/runDuckdb";
import { Expression, PatternPart, Test } from "../../../../detective/sigma/expression";
import { compileRules } from "../../../../detective/sigma/match/compileRules";
import { NotExpressible } from "../../../../detective/sigma/notExpressible";
import { NOT_EXPRESSIBLE, inEventBridge, inMetricFilter } from "../../../support/parity";
import { asks, rule } from "./match/expressions";
import { expression as dirtyExpression, recordText } from "./match/randomRules";

const SEED = 20260131;

describe("random rules on random records", function () {
  this.timeout(300_000);

  it("DuckDB finds what the matcher finds, however dirty the records", async () => {
    const rules = fc.array(dirtyExpression, { minLength: 1, maxLength: 15 });
    const records = fc.array(recordText, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(rules, records, async (expressions, texts) => {
        const all = expressions.map((of, index) => rule(of, String(index)));
        const parsed = texts.map((text): unknown => JSON.parse(text));
        for (const [one, found] of await runDuckdb(all, parsed)) {
          if (found instanceof NotExpressible) continue;
          const matcher = compileRules([one]);
          const wanted = parsed.flatMap((record, index) => (matcher.match(record).length > 0 ? [index] : []));
          assert.deepEqual(found, wanted, `${JSON.stringify(one.expression)} on ${texts.join("\n")}`);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  for (const [name, ask, least] of [
    ["EventBridge", inEventBridge, 0.3],
    ["metric filters", inMetricFilter, 0.15],
  ] as const) {
    it(`${name} find what the matcher finds in records as AWS writes them, or refuse`, () => {
      let asked = 0;
      let matched = 0;
      const runs = 3000;
      fc.assert(
        fc.property(condition, fc.array(record, { minLength: 1, maxLength: 12 }), (of, records) => {
          const one = rule(of);
          const found = ask(one, records);
          if (found === NOT_EXPRESSIBLE) return;
          asked++;
          const matcher = compileRules([one]);
          const wanted = records.flatMap((each, index) => (matcher.match(each).length > 0 ? [index] : []));
          if (wanted.length > 0) matched++;
          assert.deepEqual(found, wanted, `${JSON.stringify(of)} on ${JSON.stringify(records)}`);
        }),
        { seed: SEED, numRuns: runs },
      );
      assert.ok(asked > least * runs, `only ${asked} rules could be said`);
      assert.ok(matched > asked / 4, `only ${matched} rules matched anything`);
    });
  }
});

/** Of each field, what AWS writes there and what a rule may ask; few of each, so that they meet often. */
const FIELDS: Readonly<Record<string, { values: readonly unknown[]; texts: readonly string[] }>> = {
  eventName: {
    values: ["StopLogging", "StartLogging", "Stop", "DeleteTrail", "GetTrail", "DeletePolicy"],
    texts: ["StopLogging", "stoplogging", "Stop", "st", "Logging", "DeleteTrail", "Trail", "GetTrail"],
  },
  errorCode: {
    values: [undefined, undefined, null, "AccessDenied", "Client.UnauthorizedOperation", "Throttling"],
    texts: ["AccessDenied", "Access", "UnauthorizedOperation", "denied"],
  },
  "userIdentity.type": {
    values: ["Root", "IAMUser", "AssumedRole", undefined],
    texts: ["Root", "IAMUser", "role"],
  },
  userAgent: {
    values: [
      "Boto3/1.2",
      "boto3/1.2",
      'a"b',
      "a*b",
      "a\\b",
      "",
      undefined,
      null,
      "aws-cli",
      "éÉ",
      "1.2",
      "%x%",
    ],
    texts: ["Boto3", "boto3/1.2", "/1.2", "aws", "1.2", '"', "*", "\\", "É", "a", "%x%"],
  },
  sourceIPAddress: {
    values: [
      "10.0.0.1",
      "10.1.0.1",
      "192.0.2.7",
      "2001:db8::1",
      "2001:DB8::1",
      "ec2.amazonaws.com",
      undefined,
    ],
    texts: ["10.0.0.1", "2001:db8::1", "10.", ".1", "ec2.amazonaws.com"],
  },
  readOnly: { values: [true, false, undefined, null], texts: ["true", "False", "t", "e", "x"] },
  recipientAccountId: { values: ["111122223333", "444455556666"], texts: ["111122223333", "1111", "3333"] },
  "requestParameters.name": {
    values: [
      "x",
      "X",
      "xy",
      12,
      1.5,
      true,
      false,
      null,
      undefined,
      [],
      ["x", "y"],
      [["xy"], 12],
      [null, true],
    ],
    texts: ["x", "xy", "12", "1.5", "true", "tr", "1", "y", "null"],
  },
  "requestParameters.items.id": {
    values: ["i-1", "I-2", undefined, ["i-1", "i-2"]],
    texts: ["i-1", "i-", "2"],
  },
  "requestParameters.items.on": { values: [true, undefined, "on"], texts: ["true", "on"] },
};

const record: fc.Arbitrary<object> = fc
  .record(
    Object.fromEntries(
      Object.entries(FIELDS).map(([field, { values }]) => [field, fc.constantFrom(...values)]),
    ) as Record<string, fc.Arbitrary<unknown>>,
  )
  .chain((values) => fc.boolean().map((list) => build(values, list)));

function build(values: Readonly<Record<string, unknown>>, list: boolean): object {
  const item = { id: values["requestParameters.items.id"], on: values["requestParameters.items.on"] };
  return JSON.parse(
    JSON.stringify({
      ...values,
      ...Object.fromEntries(
        Object.keys(values)
          .filter((field) => field.includes("."))
          .map((field) => [field, undefined]),
      ),
      userIdentity: { type: values["userIdentity.type"] },
      requestParameters: {
        name: values["requestParameters.name"],
        items: list ? [{ id: item.id }, [{ on: item.on }]] : item,
      },
    }),
  ) as object;
}

const part: (texts: readonly string[]) => fc.Arbitrary<PatternPart> = (texts) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...texts).map((text) => ({ kind: "literal", text }) as const) },
    { weight: 3, arbitrary: fc.constant({ kind: "anyText" } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: "anyCharacter" } as const) },
  );

function testOf(texts: readonly string[]): fc.Arbitrary<Test> {
  const pattern = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...texts).map((text) => [{ kind: "literal", text } as const]) },
    {
      weight: 2,
      arbitrary: fc
        .array(part(texts), { maxLength: 3 })
        .map((parts) =>
          parts.filter(({ kind }, index) => kind !== "literal" || parts[index - 1]?.kind !== "literal"),
        ),
    },
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant("text" as const), pattern, cased: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constantFrom<Test>({ kind: "null" }, { kind: "exists" }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Test>(
        { kind: "cidr", network: "10.0.0.0/8" },
        { kind: "cidr", network: "10.0.0.1/32" },
        { kind: "cidr", network: "2001:db8::/32" },
        { kind: "regex", source: "^[A-Z]", flags: { ignoreCase: false, multiline: false, dotAll: false } },
        { kind: "number", comparison: "gt", than: 10 },
      ),
    },
  );
}

const single: fc.Arbitrary<Expression> = fc
  .constantFrom(...Object.keys(FIELDS))
  .chain((field) => testOf(FIELDS[field]!.texts).map((test) => asks(field, test)));

const condition: fc.Arbitrary<Expression> = fc.letrec<{ condition: Expression }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: single },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        of: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: tie("condition").map((of) => ({ kind: "not" as const, of })) },
  ),
})).condition;
