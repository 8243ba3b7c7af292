import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../detective/event";
import { oldestFirst } from "../../../detective/oldestFirst";
import { assumed } from "../../support/incidents";
import { by, call } from "../../support/records";

const mallory = by.user("mallory");
const deploy = by.role("deploy", "m", { accessKeyId: "ASIADEPLOY" });
const prod = by.role("prod", "m", { accessKeyId: "ASIAPROD" });

function order(...newestFirst: CloudTrailEvent[]): (string | undefined)[] {
  return oldestFirst(newestFirst).map(({ eventID }) => eventID);
}

describe("oldestFirst", () => {
  it("turns what is newest first around, within a second too, and puts what has no time last", () => {
    const [a, b, c] = [1, 1, 5].map((at, n) => call("s3:ListBuckets", mallory, { at, eventID: `${n}` }));
    const timeless = { ...a!, eventTime: "yesterday", eventID: "timeless" };
    assert.deepEqual(order(c!, timeless, b!, a!), ["0", "1", "2", "timeless"]);
    assert.deepEqual(order(timeless), ["timeless"]);
    assert.deepEqual(order(), []);
  });

  it("puts what gave credentials before what used them, whatever order a source has within a second", () => {
    const chain = [
      assumed(mallory, "deploy", "m", "ASIADEPLOY", { eventID: "1" }),
      assumed(deploy, "prod", "m", "ASIAPROD", { eventID: "2" }),
      call("s3:ListBuckets", prod, { eventID: "3" }),
    ];
    for (const one of [chain, [...chain].reverse(), [chain[1]!, chain[2]!, chain[0]!]])
      assert.deepEqual(order(...one), ["1", "2", "3"]);
    const other = call("s3:ListBuckets", by.user("ann"), { eventID: "other" });
    assert.deepEqual(order(other, ...chain), ["1", "2", "3", "other"]);
  });

  it("puts a user's making before its key, and the opening of a role before its assumption", () => {
    const made = call("iam:CreateUser", mallory, { eventID: "1", requestParameters: { userName: "eve" } });
    const key = call("iam:CreateAccessKey", mallory, {
      eventID: "2",
      requestParameters: { userName: "eve" },
    });
    const opened = call("iam:UpdateAssumeRolePolicy", mallory, {
      eventID: "3",
      requestParameters: { roleName: "prod" },
    });
    const entered = assumed(mallory, "prod", "m", "ASIAPROD", { eventID: "4" });
    assert.deepEqual(order(opened, made, entered, key), ["1", "2", "3", "4"]);
  });

  it("goes by credentials where both can't be: a session that opens the role it comes from", () => {
    const entered = assumed(mallory, "prod", "m", "ASIAPROD", { eventID: "1" });
    const opened = call("iam:UpdateAssumeRolePolicy", prod, {
      eventID: "2",
      requestParameters: { roleName: "prod" },
    });
    assert.deepEqual(order(entered, opened), ["1", "2"]);
    assert.deepEqual(order(opened, entered), ["1", "2"]);
  });

  it("ends with credentials that give out each other, and with a second as long as a chain can be", () => {
    const a = assumed(by.role("a", "x", { accessKeyId: "ASIAA" }), "b", "x", "ASIAB", { eventID: "1" });
    const b = assumed(by.role("b", "x", { accessKeyId: "ASIAB" }), "a", "x", "ASIAA", { eventID: "2" });
    assert.equal(order(a, b).length, 2);
    const length = 30_000;
    const long = Array.from({ length }, (_, n) =>
      assumed(by.role("r", "x", { accessKeyId: `ASIA${n}` }), "r", "x", `ASIA${n + 1}`, { eventID: `${n}` }),
    );
    assert.deepEqual(
      order(...long),
      long.map(({ eventID }) => eventID),
    );
  });
});
