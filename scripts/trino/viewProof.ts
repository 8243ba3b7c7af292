import { athenaEvents } from "../../detective/archive/athena/athenaEvents";
import { call } from "../../tests/support/savedQueries/call";
import { Proof } from "./proof";
import { tableOf } from "./tableOf";

/** Times as records may write them, and what the view makes of each. */
const TIMES: readonly (readonly [unknown, string | null])[] = [
  ["2026-05-04T10:00:00Z", "2026-05-04 10:00:00.000"],
  ["2026-05-04T10:00:00.250Z", "2026-05-04 10:00:00.250"],
  ["2026-05-04T10:00:00,5Z", "2026-05-04 10:00:00.500"],
  ["2026-05-04T10:00:00+02:00", "2026-05-04 08:00:00.000"],
  ["2026-05-04T10:00:00.123456789Z", "2026-05-04 10:00:00.123"],
  ["2026-02-30T10:00:00Z", null],
  ["2026-05-04T24:00:00Z", null],
  ["2026-05-04", null],
  ["yesterday", null],
  ["2026-05-04T10:00:00Z\n", null],
  ["9999-12-31T23:59:59Z", "9999-12-31 23:59:59.000"],
  ["", null],
  [null, null],
  [1777888800, null],
  [{ a: 1 }, null],
];

const FLAGS: readonly (readonly [unknown, string | null])[] = [
  [true, "true"],
  [false, "false"],
  ["true", "true"],
  ["false", "false"],
  ["TRUE", null],
  ["yes", null],
  [1, null],
  [null, null],
];

const LISTS: readonly (readonly [unknown, string | null])[] = [
  [[{ ARN: "a", accountId: "1", type: "T" }], '[{"ARN":"a","accountId":"1","type":"T"}]'],
  [[{ type: "T" }, {}], '[{"type":"T"},{}]'],
  [[{ ARN: "\"'\n" }], '[{"ARN":"\\"\'\\n"}]'],
  [[], "[]"],
  [null, null],
];

/** Dirty records through the view's text: no query fails, and what can't be read is NULL. */
export function viewProofs(): Proof[] {
  return [
    viewProof("event_time", "eventTime", TIMES),
    viewProof("read_only", "readOnly", FLAGS),
    viewProof("resources", "resources", LISTS),
    viewProof("request_parameters", "requestParameters", [
      [{ a: [1] }, '{"a":[1]}'],
      [null, null],
      ["null", '"null"'],
    ]),
  ];
}

function viewProof(
  column: string,
  field: string,
  values: readonly (readonly [unknown, string | null])[],
): Proof {
  const records = values.map(([value], index) =>
    call(`04T10:00 s3 Number${String(index).padStart(3, "0")}`, { and: { [field]: value } }),
  );
  const table = { account: '"account"', region: '"region"', day: '"timestamp"' };
  const events = (from: string) => athenaEvents({ ...table, from });
  return {
    kind: "view, over records that are not clean",
    name: column,
    text: events("cloudtrail_logs"),
    sql: () => [`SELECT ${column} FROM (${events(tableOf(records))}) ORDER BY event_name`],
    judge: (rows) => {
      const found = JSON.stringify(rows.map(([value]) => value));
      return found === JSON.stringify(values.map(([, expected]) => expected))
        ? undefined
        : `other values: ${found}`;
    },
  };
}
