import assert from "node:assert/strict";
import type { Account } from "../../../cli/trail/account";
import { globalRegionFor } from "../../../detective";
import { askedRegions } from "../../../cli/trail/trailRegions";

const account = (region: string, ec2?: object) =>
  ({ region, ec2: () => Promise.resolve(ec2) }) as unknown as Account;

describe("the Regions that a question asks", () => {
  for (const [own, global] of [
    ["eu-central-1", "us-east-1"],
    ["cn-northwest-1", "cn-north-1"],
    ["us-gov-east-1", "us-gov-west-1"],
    ["us-iso-west-1", "us-iso-east-1"],
    ["us-isob-west-1", "us-isob-east-1"],
    ["eusc-de-east-1", "eusc-de-east-1"],
  ] as const) {
    it(`of ${own} also ${global}, which records IAM there`, async () => {
      assert.equal(globalRegionFor(own), global);
      const { regions } = await askedRegions({}, account(own));
      assert.deepEqual(regions, [...new Set([own, global])]);
    });
  }

  it("only those that are named, each once", async () => {
    const { regions } = await askedRegions(
      { region: ["eu-west-1", "eu-west-1", "sa-east-1"] },
      account("eu-west-1"),
    );
    assert.deepEqual(regions, ["eu-west-1", "sa-east-1"]);
  });

  it("all that the account has enabled, and says which it has not", async () => {
    const ec2 = {
      describeRegions: () =>
        Promise.resolve({
          Regions: [
            { RegionName: "us-east-1", OptInStatus: "opt-in-not-required" },
            { RegionName: "af-south-1", OptInStatus: "not-opted-in" },
          ],
        }),
    };
    assert.deepEqual(await askedRegions({ allRegions: true }, account("us-east-1", ec2)), {
      regions: ["us-east-1"],
      disabled: ["af-south-1"],
    });
  });

  it("says what is missing where it may not ask which are enabled", async () => {
    const refused = Object.assign(new Error("no"), { name: "UnauthorizedOperation" });
    const ec2 = { describeRegions: () => Promise.reject(refused) };
    await assert.rejects(askedRegions({ allRegions: true }, account("us-east-1", ec2)), {
      name: "NoAnswerError",
      message:
        /^--all-regions: No permission for ec2:DescribeRegions .* Or name the Regions with --region\.$/,
    });
  });
});
