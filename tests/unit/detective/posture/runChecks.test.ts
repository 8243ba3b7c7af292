import assert from "node:assert/strict";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { Check, runChecks } from "../../../../detective/posture/check";
import { FactClients } from "../../../../detective/posture/clients";
import { gatherTrailFacts } from "../../../../detective/posture/gatherTrailFacts";
import { trailChecks } from "../../../../detective/posture/trailChecks";
import { FakeAccount, awsError } from "../support/account";

describe("runChecks", () => {
  for (const [partition, region] of [
    ["aws", "us-east-1"],
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-east-1"],
  ] as const) {
    it(`passes the seven of the lab on the ideal account in ${partition}`, async () => {
      const judged = runChecks(trailChecks, await new FakeAccount(partition, region).facts());
      assert.deepEqual(
        judged.map(({ id, status }) => `${id} ${status}`),
        [
          "kms-key pass",
          "bucket-encryption pass",
          "public-access-block pass",
          "bucket-policy pass",
          "multi-region pass",
          "log-file-validation pass",
          "encrypted-and-logging pass",
        ],
      );
    });
  }

  it("finds nothing to pass where every call is refused", async () => {
    const refuse = () => Promise.reject(awsError("AccessDenied"));
    const all = new Proxy({}, { get: () => refuse }) as never;
    const facts = await gatherTrailFacts({ cloudTrail: all, kms: all, s3: all }, { trailName: "t" });
    assert.deepEqual(
      runChecks(trailChecks, facts).map(({ status }) => status),
      Array<string>(7).fill("unknown"),
    );
  });

  it("makes a check that breaks unknown, and runs the others", async () => {
    const broken: Check = {
      ...trailChecks[4]!,
      id: "broken",
      evaluate: () => {
        throw new TypeError("oops");
      },
    };
    const judged = runChecks([broken, trailChecks[4]!], await new FakeAccount().facts());
    assert.deepEqual(
      judged.map(({ status }) => status),
      ["unknown", "pass"],
    );
    assert.deepEqual(judged[0]?.evidence, ["the check itself broke: TypeError: oops"]);
  });
});

describe("gatherTrailFacts", () => {
  it("takes the SDK's aggregated clients", () => {
    const region = "us-east-1";
    const clients: FactClients = {
      cloudTrail: new CloudTrail({ region }),
      kms: new KMS({ region }),
      s3: new S3({ region }),
    };
    assert.deepEqual(Object.keys(clients), ["cloudTrail", "kms", "s3"]);
  });

  it("finds the trail by its ARN too, and reads versioning, ownership and rotation", async () => {
    const account = new FakeAccount();
    const facts = await gatherTrailFacts(account.clients(), { trailName: account.trailArn });
    assert.equal(facts.trail.state, "value");
    assert.deepEqual(facts.versioning, { state: "value", value: "Enabled" });
    assert.deepEqual(facts.ownership, { state: "value", value: "BucketOwnerEnforced" });
    assert.deepEqual(facts.rotation, { state: "value", value: true });
  });

  it("reads all pages of aliases", async () => {
    const { kms, ...others } = new FakeAccount().clients();
    const pages = [
      { Aliases: [{ AliasName: "alias/a", AliasArn: "x" }], Truncated: true, NextMarker: "m" },
      { Aliases: [{ AliasName: "alias/b", AliasArn: "y" }] },
    ];
    const markers: (string | undefined)[] = [];
    const listAliases: typeof kms.listAliases = ({ Marker }) => {
      markers.push(Marker);
      return Promise.resolve(pages.shift()!);
    };
    const facts = await gatherTrailFacts(
      { ...others, kms: { ...kms, listAliases } },
      { trailName: "ch03-security-trail" },
    );
    assert.deepEqual(facts.aliases, {
      state: "value",
      value: [
        { name: "alias/a", arn: "x" },
        { name: "alias/b", arn: "y" },
      ],
    });
    assert.deepEqual(markers, [undefined, "m"]);
  });
});
