import assert from "node:assert/strict";
import { LogKey, parseLogKey } from "../../../../detective/sources/logKey";

const place = { kind: "CloudTrail", accountId: "111122223333", region: "us-gov-west-1" };
const utc = (time: string) => Date.parse(`${time}Z`);
const root = "p/AWSLogs/o-abc1/111122223333/CloudTrail/us-gov-west-1";

describe("parseLogKey", () => {
  const cases: [string, LogKey][] = [
    ["", {}],
    ["some/folder/file.json", {}],
    ["p/AWSLogs/", {}],
    ["p/AWSLogs/111122223333/", { accountId: "111122223333" }],
    ["AWSLogs/111122223333/Config/", { kind: "Config", accountId: "111122223333" }],
    [`${root.replace(/\/us.*/, "")}/`, { kind: "CloudTrail", accountId: "111122223333" }],
    [`${root}/`, place],
    [`${root}/2026/`, { ...place, from: utc("2026-01-01T00:00"), to: utc("2027-01-01T00:00") }],
    [`${root}/2026/12/`, { ...place, from: utc("2026-12-01T00:00"), to: utc("2027-01-01T00:00") }],
    [`${root}/2026/12/31/`, { ...place, from: utc("2026-12-31T00:00"), to: utc("2027-01-01T00:00") }],
    [
      `${root}/2026/12/31/mine/file.json`,
      { ...place, from: utc("2026-12-31T00:00"), to: utc("2027-01-01T00:00") },
    ],
    [`${root}/copies/file.json`, place],
    ["\\111122223333\\CloudTrail\\us-gov-west-1\\", place],
    [
      "x/111122223333_CloudTrail_us-gov-west-1_20261231T2359Z_Mu0KsOhtH1ar15ZZ.json.gz",
      { ...place, from: utc("2026-12-31T23:59"), to: utc("2027-01-01T00:00") },
    ],
    [
      "111122223333_CloudTrail_us-gov-west-1_20261231T2359Z.json.gz",
      { ...place, from: utc("2026-12-31T23:59"), to: utc("2027-01-01T00:00") },
    ],
    [
      "111122223333_CloudTrail-Digest_us-gov-west-1_my_trail_us-east-1_20261231T235901Z.json.gz",
      { ...place, kind: "CloudTrail-Digest", from: utc("2026-12-31T23:59"), to: utc("2027-01-01T00:00") },
    ],
  ];
  for (const [path, expected] of cases) {
    it(`reads ${path || "nothing"}`, () => {
      const found = Object.entries(parseLogKey(path)).filter(([, value]) => value !== undefined);
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  }
});
