import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PostureClients } from "../../../../detective/posture/clients";
import { checkCatalogue, judge } from "../../../../detective/posture/checkCatalogue";
import { gatherFacts } from "../../../../detective/posture/gatherFacts";
import { missionScore } from "../../../../detective/posture/score";
import { unreadAccount, unreadTrail } from "../../../../scripts/docs/unreadFacts";
import { FakeAccount, NOW, awsError } from "../support/account";

const all = [...checkCatalogue.trail, ...checkCatalogue.account];

describe("checkCatalogue", () => {
  it("has at least 30 checks, each with its own id, a reason, reads and references", () => {
    assert.equal(all.length, 50);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.match(readFileSync(join(__dirname, "../../../../README.md"), "utf8"), /# 50 checks of/);
    for (const { id, title, why, reads, references } of all) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(title.length > 10 && why.length > 20, id);
      assert.ok(reads.length > 0 && references.length > 0, id);
      for (const call of reads) assert.match(call, /^[a-z0-9]+:[A-Z]\w+$/);
    }
  });

  for (const [partition, region] of [
    ["aws", "us-east-1"],
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-east-1"],
  ] as const) {
    it(`passes on the ideal account in ${partition}, with evidence for each`, async () => {
      const judged = judge(await new FakeAccount(partition, region).accountFacts());
      const others = judged.filter(({ status }) => status !== "pass");
      assert.deepEqual(
        others.map(({ id, evidence }) => [id, evidence]),
        [],
      );
      assert.equal(judged.length, all.length);
      assert.ok(judged.every(({ evidence }) => evidence.length > 0));
      assert.equal(missionScore(judged).total, 82);
    });
  }

  for (const name of ["AccessDenied", "ThrottlingException", "UnknownError"]) {
    it(`passes nothing where every call fails with ${name}`, async () => {
      const refuse = () => Promise.reject(awsError(name));
      const client = new Proxy({}, { get: () => refuse });
      const clients = { forRegion: () => new Proxy({}, { get: () => client }) } as unknown as PostureClients;
      const judged = judge(await gatherFacts(clients, { regions: ["us-east-1", "eu-west-1"], now: NOW }));
      assert.deepEqual(
        judged.map(({ id, status }) => `${id} ${status}`),
        all.map(({ id }) => `${id} unknown`),
      );
      assert.equal(missionScore(judged).total, 0);
    });
  }

  it("passes nothing of a trail where there is none, and says so", async () => {
    const account = new FakeAccount();
    const clients = account.posture().forRegion("us-east-1");
    const cloudTrail = { ...clients.cloudTrail, describeTrails: () => Promise.resolve({ trailList: [] }) };
    const judged = judge(
      await gatherFacts(
        { forRegion: () => ({ ...clients, cloudTrail }) },
        { regions: ["us-east-1"], now: NOW },
      ),
    );
    const ofTrail = judged.filter(({ subject }) => subject !== undefined);
    assert.deepEqual(
      ofTrail.map(({ id, status }) => `${id} ${status}`),
      checkCatalogue.trail.map(({ id }) => `${id} fail`),
    );
    for (const { id, evidence } of ofTrail) {
      assert.ok(evidence.includes("the account has no trail (asked in us-east-1)"), id);
    }
  });

  for (const state of ["unreadable", "absent"] as const) {
    it(`passes nothing by accident: every fact ${state}, and no Region looked at`, () => {
      const missing = state === "absent" ? { state, why: "not there" } : { state, error: "refused" };
      const swap = <T extends object>(facts: T): T =>
        Object.fromEntries(
          Object.entries(facts).map(([name, fact]: [string, unknown]) => [
            name,
            typeof fact === "object" && fact !== null && "state" in fact ? missing : fact,
          ]),
        ) as T;
      const facts = { ...swap(unreadAccount()), trails: [swap(unreadTrail())] };
      const passed = judge(facts).filter(({ status }) => status === "pass");
      assert.deepEqual(
        passed.map(({ id }) => id),
        [],
      );
      assert.equal(judge(facts).length, all.length);
    });
  }

  // Each call alone is refused, the others answer: whatever passes then must not rest on it.
  for (const call of new Set(all.flatMap(({ reads }) => reads))) {
    it(`passes no check that reads ${call} where only that is refused`, async () => {
      const refusing = withRefused(new FakeAccount().posture(), call);
      const judged = judge(await gatherFacts(refusing, { regions: ["us-east-1"], now: NOW }));
      const readers = all.filter(({ reads }) => reads.includes(call)).map(({ id }) => id);
      const passed = judged.filter(({ id, status }) => status === "pass" && readers.includes(id));
      const unneeded = NOT_NEEDED[call] ?? [];
      assert.deepEqual(
        passed.map(({ id }) => id),
        unneeded,
      );
      assert.equal(judged.filter(({ status }) => status === "fail").length, 0);
    });
  }
});

/** What passes without a call that it reads: the ideal account shows by other means what the call would show. */
const NOT_NEEDED: Record<string, string[]> = {
  // One trail alone can't make a second copy, whatever it records.
  "cloudtrail:GetTrailStatus": ["extra-copies"],
  "cloudtrail:GetEventSelectors": ["extra-copies"],
  // ACLs matter only where the policy doesn't ask for the owner's full control.
  "s3:GetBucketOwnershipControls": ["bucket-policy"],
  // The key is named by its ARN, not by an alias.
  "kms:ListAliases": ["bucket-encryption", "encrypted-and-logging"],
  // MFA delete is on, or alarms by metric filters are heard.
  "s3:GetObjectLockConfiguration": ["mfa-delete"],
  "events:ListRules": WATCHES(),
  "events:ListTargetsByRule": WATCHES(),
  // The role has no attached policy, so there is no version to read.
  "iam:GetPolicy": ["logs-role"],
  "iam:GetPolicyVersion": ["logs-role"],
};

function WATCHES(): string[] {
  return all.filter(({ reads }) => reads.includes("events:ListRules")).map(({ id }) => id);
}

const SERVICES: Record<string, string> = {
  cloudtrail: "cloudTrail",
  events: "eventBridge",
  cloudwatch: "cloudWatch",
};

function withRefused(posture: PostureClients, call: string): PostureClients {
  const [prefix = "", name = ""] = call.split(":");
  const atAccount = call === "s3:GetAccountPublicAccessBlock";
  const service = atAccount ? "s3Control" : (SERVICES[prefix] ?? prefix);
  const operation = atAccount ? "getPublicAccessBlock" : name[0]!.toLowerCase() + name.slice(1);
  const clients = posture.forRegion("us-east-1") as unknown as Record<string, Record<string, unknown>>;
  const refused = { ...clients[service], [operation]: () => Promise.reject(awsError("AccessDenied")) };
  assert.ok(operation in clients[service]!, `${call} is no call that is made`);
  return { forRegion: () => ({ ...clients, [service]: refused }) as never };
}
