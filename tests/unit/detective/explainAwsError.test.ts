import assert from "node:assert/strict";
import { type AwsErrorKind, awsErrorKind, explainAwsError } from "../../../detective/explainAwsError";
import { enabledRegions } from "../../../detective/sources/enabledRegions";

const call = { call: "cloudtrail:LookupEvents", region: "eu-west-1" };

function error(name: string, message = "it says so.", more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe("explainAwsError", () => {
  const cases: [unknown, AwsErrorKind, RegExp][] = [
    [error("ExpiredTokenException"), "expired", /have expired .*aws sso login/],
    [
      error("InvalidSignatureException", "Signature expired"),
      "bad-credentials",
      /aws sts get-caller-identity/,
    ],
    [error("CredentialsProviderError"), "no-credentials", /AWS_PROFILE/],
    [error("Error", "Region is missing"), "no-credentials", /Region is missing/],
    [error("AccessDeniedException"), "denied", /Allow the action cloudtrail:LookupEvents/],
    [error("UnauthorizedOperation"), "denied", /No permission for cloudtrail:LookupEvents in eu-west-1/],
    [error("OptInRequired"), "not-opted-in", /eu-west-1 is not enabled/],
    [error("ThrottlingException"), "throttled", /throttled/],
    [error("TimeoutError", "no answer within 20 s"), "timeout", /no answer within 20 s\. Check/],
    [error("Error", "connect ECONNREFUSED", { code: "ECONNREFUSED" }), "unreachable", /AWS_ENDPOINT_URL/],
    [error("Error", "getaddrinfo ENOTFOUND x", { code: "ENOTFOUND" }), "unreachable", /region exists/],
    [error("Error", "socket hang up"), "dropped", /dropped in the middle/],
    [error("InternalFailure"), "service", /Repeat later/],
    [error("Odd", "x", { $metadata: { httpStatusCode: 503 } }), "service", /AWS failed by itself/],
    [error("RequestTimeTooSkewed"), "clock", /clock/],
    [error("Odd"), "other", /eu-west-1 failed: Odd: it says so\.$/],
    [
      new AggregateError([error("Error", "connect", { code: "ECONNREFUSED" })]),
      "unreachable",
      /can't be reached/,
    ],
    [new Error("outer", { cause: error("Error", "reset", { code: "ECONNRESET" }) }), "dropped", /outer/],
    ["a text", "other", /failed: Error: a text/],
    [undefined, "other", /undefined/],
    [error("constructor"), "other", /failed: constructor/],
  ];
  for (const [failure, kind, said] of cases) {
    const name = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
    it(`tells ${name} as ${kind}`, () => {
      assert.equal(awsErrorKind(failure), kind);
      assert.match(explainAwsError(failure, call), said);
    });
  }

  it("stays on one line, shows control characters and cuts what is too long", () => {
    const said = explainAwsError(error("Odd", `\u001b[2J\n${"x".repeat(5000)}`), { call: "s3:GetObject" });
    assert.doesNotMatch(said, /[\n\u001b]/);
    assert.ok(said.length < 400);
    assert.match(said, /^s3:GetObject failed/);
  });
});

describe("enabledRegions", () => {
  it("tells enabled from disabled regions, sorted", async () => {
    const asked: unknown[] = [];
    const client = {
      describeRegions: (input: object) => {
        asked.push(input);
        return Promise.resolve({
          Regions: [
            { RegionName: "us-east-1", OptInStatus: "opt-in-not-required" },
            { RegionName: "eu-south-1", OptInStatus: "not-opted-in" },
            { RegionName: "ap-east-1", OptInStatus: "opted-in" },
            { OptInStatus: "opted-in" },
            { RegionName: "af-south-1", OptInStatus: "not-opted-in" },
          ],
        });
      },
    };
    assert.deepEqual(await enabledRegions(client), {
      enabled: ["ap-east-1", "us-east-1"],
      disabled: ["af-south-1", "eu-south-1"],
    });
    assert.deepEqual(asked, [{ AllRegions: true }]);
  });
});
