import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { TrailIdentity } from "../../../components/trailIdentity";
import { adviseBesideOthers, roomProblem } from "../../../components/accountTrails";
import { quotaProblem, secondCopyWarning, type CountedTrail } from "../../../components/trailQuota";
import { record } from "../../support/recorder";

const trail = (name: string, overrides: Partial<CountedTrail> = {}): CountedTrail => ({
  name,
  homeRegion: "eu-central-1",
  multiRegion: true,
  managementEvents: true,
  ...overrides,
});
const many = (count: number, overrides: Partial<CountedTrail> = {}) =>
  Array.from({ length: count }, (_, index) => trail(`t${index + 1}`, overrides));
const single = { multiRegion: false };

describe("quotaProblem", () => {
  const cases: [string, CountedTrail, CountedTrail[], boolean][] = [
    ["the fifth trail fits", trail("new"), many(4), false],
    ["the sixth does not", trail("new"), many(5), true],
    [
      "trails of other Regions do not count for a trail of one",
      trail("new", single),
      many(5, { homeRegion: "us-east-1", ...single }),
      false,
    ],
    ["trails of all Regions count for it", trail("new", single), many(5, { homeRegion: "us-east-1" }), true],
    [
      "a trail of all Regions needs room in each",
      trail("new"),
      many(5, { homeRegion: "us-east-1", ...single }),
      true,
    ],
    [
      "two in one Region and three in another leave room",
      trail("new"),
      [...many(2, { homeRegion: "us-east-1", ...single }), ...many(3, single)],
      false,
    ],
  ];
  for (const [name, added, others, refused] of cases) {
    it(name, () => assert.equal(quotaProblem(added, others) !== undefined, refused));
  }

  it("names the Region, the limit and the trails there", () => {
    assert.match(
      quotaProblem(trail("new"), many(5)) ?? "",
      /"new" would be trail 6 in eu-central-1.* allows 5 .*t1, t2, t3, t4, t5/,
    );
  });
});

describe("secondCopyWarning", () => {
  it("only where management events of one Region are delivered twice", () => {
    assert.equal(secondCopyWarning(trail("new"), []), undefined);
    assert.equal(secondCopyWarning(trail("new", { managementEvents: false }), many(1)), undefined);
    assert.equal(secondCopyWarning(trail("new"), many(1, { managementEvents: false })), undefined);
    assert.equal(
      secondCopyWarning(trail("new", single), many(1, { homeRegion: "us-east-1", ...single })),
      undefined,
    );
    assert.match(secondCopyWarning(trail("new"), many(1)) ?? "", /further copy .* "t1" .* 2\.00 per 100,000/);
  });
});

describe("roomProblem", () => {
  const others = many(5).map(({ name, homeRegion }) => ({ name, homeRegion }));

  it("refuses the sixth trail of the account before CloudTrail does", async () => {
    const ask = async (otherTrails: typeof others) =>
      (await record(() => roomProblem("new", { otherTrails }))).result;
    assert.equal(await ask(others.slice(1)), undefined);
    assert.match((await ask(others)) ?? "", /"new" would be trail 6 in its home Region/);
    // A trail that is told of itself is not counted twice.
    assert.equal(await ask([...others.slice(1), { name: "new", homeRegion: "eu-central-1" }]), undefined);
  });
});

describe("adviseBesideOthers", () => {
  const identity = (trailName: string, homeRegion = "eu-west-1", accountId = "111122223333") =>
    pulumi.output({ partition: "aws", homeRegion, accountId, trailName });
  const told = (trails: [pulumi.Output<TrailIdentity>, { singleRegion?: boolean }][]) =>
    record((opts) => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, opts);
      for (const [own, args] of trails) adviseBesideOthers(parent, args, own);
    });
  const five = [1, 2, 3, 4, 5];

  it("logs an error for the sixth trail of a Region that one program makes", async () => {
    const one = { singleRegion: true };
    const { errors } = await told([
      ...five.map((index): [pulumi.Output<TrailIdentity>, typeof one] => [identity(`t${index}`), one]),
      [identity("elsewhere", "eu-west-2"), one],
      [identity("sixth"), one],
    ]);
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? "", /"sixth" would be trail 6 in eu-west-1/);
  });

  it("does not count another account's trails", async () => {
    const { errors, warnings } = await told(
      [...five, 6].map((index) => [identity(`t${index}`, "eu-west-1", `11112222333${index}`), {}]),
    );
    assert.deepEqual([errors, warnings], [[], []]);
  });
});
