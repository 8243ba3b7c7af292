import assert from "node:assert/strict";
import { samePolicy } from "../../../../sandbox/provider/samePolicy";

const statement = {
  Sid: "Write",
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::logs/*",
  Condition: { StringEquals: { "aws:SourceArn": "arn:x" } },
};
const policy = (changes: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ ...statement, ...changes }],
});

const equal: [what: string, was: unknown, want: unknown][] = [
  ["the order of keys", { Statement: [statement], Version: "2012-10-17" }, policy()],
  ["one statement or a list of one", { ...policy(), Statement: statement }, policy()],
  [
    "one value or a list of one",
    policy({ Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::logs/*"] }),
    policy(),
  ],
  [
    "a condition's value or a list of one",
    policy({ Condition: { StringEquals: { "aws:SourceArn": ["arn:x"] } } }),
    policy(),
  ],
  [
    "the letter case of a condition key",
    policy({ Condition: { StringEquals: { "AWS:SourceArn": "arn:x" } } }),
    policy(),
  ],
  ["the letter case of an action", policy({ Action: "S3:putobject" }), policy()],
  ["the order of values", policy({ Action: ["s3:B", "s3:A"] }), policy({ Action: ["s3:A", "s3:B"] })],
  [
    "true and the text true",
    policy({ Condition: { Bool: { x: true } } }),
    policy({ Condition: { Bool: { x: "true" } } }),
  ],
  ["* and every AWS principal", policy({ Principal: "*" }), policy({ Principal: { AWS: "*" } })],
  [
    "an account and its root",
    policy({ Principal: { AWS: "111122223333" } }),
    policy({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
  ],
  [
    "the order of statements",
    { Statement: [{ Sid: "a" }, { Sid: "b" }] },
    { Statement: [{ Sid: "b" }, { Sid: "a" }] },
  ],
  ["the order of keys in JSON that is no policy", { b: { d: 1, c: [1, 2] } }, { b: { c: [1, 2], d: 1 } }],
];

const different: [what: string, was: unknown, want: unknown][] = [
  ["another effect", policy({ Effect: "Deny" }), policy()],
  ["another resource", policy({ Resource: "arn:aws:s3:::LOGS/*" }), policy()],
  [
    "another condition value",
    policy({ Condition: { StringEquals: { "aws:SourceArn": "arn:X" } } }),
    policy(),
  ],
  ["no condition", policy({ Condition: undefined }), policy()],
  ["one action more", policy({ Action: ["s3:PutObject", "s3:GetObject"] }), policy()],
  ["another Sid", policy({ Sid: "write" }), policy()],
  ["another version", { ...policy(), Version: "2008-10-17" }, policy()],
  ["the order of values in JSON that is no policy", { a: [1, 2] }, { a: [2, 1] }],
];

describe("samePolicy", () => {
  for (const [what, was, want] of equal) {
    it(`looks past ${what}`, () => assert.equal(samePolicy(JSON.stringify(was), JSON.stringify(want)), true));
  }
  for (const [what, was, want] of different) {
    it(`sees ${what}`, () => assert.equal(samePolicy(JSON.stringify(was), JSON.stringify(want)), false));
  }
  it("compares texts that are no JSON as text", () => {
    assert.deepEqual(
      [samePolicy("{", "{"), samePolicy("{", "{ "), samePolicy("{", "{}")],
      [true, false, false],
    );
  });
});
