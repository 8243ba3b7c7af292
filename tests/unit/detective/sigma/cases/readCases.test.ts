import assert from "node:assert/strict";
import { readCases } from "../../../../../detective/sigma/cases/readCases";
import { RuleCaseError } from "../../../../../detective/sigma/cases/ruleCase";

const BASE = `base:
  eventTime: "2026-11-21T10:00:00Z"
  eventName: GetSecretValue
  errorCode: AccessDenied
  requestParameters: { secretId: one, deep: { left: 1, gone: 2 } }
`;

describe("readCases", () => {
  it("merges what a case changes into the base, and takes out what it leaves out", () => {
    const [one] = readCases(
      `${BASE}cases:
  - name: it
    match: [Some title]
    with: { eventName: Other, requestParameters: { secretId: null, deep: { left: [3] } } }
    without: [errorCode, requestParameters.deep.gone]
`,
      "a.cases.yml",
    );
    assert.deepEqual(one, {
      name: "it",
      match: ["Some title"],
      records: [
        {
          eventTime: "2026-11-21T10:00:00Z",
          eventName: "Other",
          requestParameters: { secretId: null, deep: { left: [3] } },
          eventID: "00000000-0000-4000-8000-000000000000",
        },
      ],
    });
  });

  it("puts several events in time, each with its number and its own eventID", () => {
    const [, two] = readCases(
      `${BASE}cases:
  - { name: other, match: false }
  - name: many
    match: true
    without: [requestParameters]
    events:
      - { times: 2, every: 90s, with: { requestParameters: { secretId: "app/{n}" } } }
      - { after: 1h, with: { eventTime: "2020-01-01T00:00:00Z" } }
`,
      "a.cases.yml",
    );
    const pick = (record: unknown) => {
      const { eventTime, requestParameters, eventID } = record as Record<string, unknown>;
      return { eventTime, requestParameters, eventID };
    };
    assert.deepEqual(two!.records.map(pick), [
      {
        eventTime: "2026-11-21T10:00:00Z",
        requestParameters: { secretId: "app/0" },
        eventID: "00000001-0000-4000-8000-000000000000",
      },
      {
        eventTime: "2026-11-21T10:01:30Z",
        requestParameters: { secretId: "app/1" },
        eventID: "00000001-0000-4000-8000-000000000001",
      },
      {
        eventTime: "2020-01-01T00:00:00Z",
        requestParameters: undefined,
        eventID: "00000001-0000-4000-8000-000000000002",
      },
    ]);
  });

  const broken: readonly [why: string, text: string, says: RegExp][] = [
    ["no base", "cases: [{ name: a, match: true }]", /a\.yml: give a "base" record/],
    ["no cases", BASE, /cases is no list/],
    ["bad YAML", "base: [", /^a\.yml: /],
    ["no time", "base: { eventName: a }\ncases: [{ name: a, match: true }]", /eventTime is no ISO 8601/],
    ["a verdict that is none", `${BASE}cases: [{ name: a, match: yes }]`, /match is true, false, or/],
    ["a misspelt key", `${BASE}cases: [{ name: a, match: true, wiht: {} }]`, /wiht is not known/],
    ["a name twice", `${BASE}cases: [{ name: a, match: true }, { name: a, match: true }]`, /named "a"/],
    [
      "a path that isn't there",
      `${BASE}cases: [{ name: a, match: true, without: [nothing.here] }]`,
      /nothing\.here, which the record doesn't have/,
    ],
    [
      "a time that is none",
      `${BASE}cases: [{ name: a, match: true, events: [{ every: 5 minutes }] }]`,
      /every is "5 minutes"; write it like 90s/,
    ],
    [
      "no end of records",
      `${BASE}cases: [{ name: a, match: true, events: [{ times: 1e9 }] }]`,
      /give 1 to 100000/,
    ],
  ];
  for (const [why, text, says] of broken) {
    it(`refuses ${why}`, () => {
      assert.throws(
        () => readCases(text, "a.yml"),
        (error: Error) => error instanceof RuleCaseError && says.test(error.message),
      );
    });
  }
});
