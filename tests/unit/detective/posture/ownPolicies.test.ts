import assert from "node:assert/strict";
import { bucketPolicyStatements } from "../../../../components/policies/bucketPolicy";
import { keyPolicyStatements } from "../../../../components/policies/keyPolicy";
import { bucketPolicy } from "../../../../detective/posture/checks/bucketPolicy";
import { kmsKey } from "../../../../detective/posture/checks/kmsKey";
import { ACCOUNT, BUCKET, FakeAccount } from "../support/account";

/** The components know nothing of the checks, nor the checks of the components: here they meet. */
describe("the policies that the components write", () => {
  for (const [partition, region] of [
    ["aws", "us-east-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ] as const) {
    const trail = { partition, homeRegion: region, accountId: ACCOUNT, trailName: "ch03-security-trail" };

    it(`pass with every option on in ${partition}`, async () => {
      const account = new FakeAccount(partition, region, "audit");
      account.trail = { ...account.trail, IsOrganizationTrail: true };
      account.bucketPolicy = bucketPolicyStatements({
        trail,
        bucketName: BUCKET,
        organizationId: "o-abcdefghij",
        keyPrefix: "audit",
      });
      account.keyPolicy = keyPolicyStatements({
        trail,
        keyAccountId: ACCOUNT,
        region,
        readers: [`arn:${partition}:iam::${ACCOUNT}:role/Auditor`],
        bucketName: BUCKET,
        logGroupName: "logs",
        topicName: "notices",
      });
      const verdicts = [await account.judge(bucketPolicy), await account.judge(kmsKey)];
      for (const { status, evidence } of verdicts) assert.equal(status, "pass", evidence.join("\n"));
    });

    it(`fail for a trail of another name in ${partition}`, async () => {
      const account = new FakeAccount(partition, region);
      const other = { ...trail, trailName: "other" };
      account.bucketPolicy = bucketPolicyStatements({ trail: other, bucketName: BUCKET });
      account.keyPolicy = keyPolicyStatements({
        trail: other,
        keyAccountId: ACCOUNT,
        region,
        bucketName: BUCKET,
      });
      const verdicts = [await account.judge(bucketPolicy), await account.judge(kmsKey)];
      assert.deepEqual(
        verdicts.map(({ status }) => status),
        ["fail", "fail"],
      );
    });
  }
});
