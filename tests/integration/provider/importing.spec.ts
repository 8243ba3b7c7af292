import assert from "node:assert/strict";
import { join } from "node:path";
import { Athena } from "@aws-sdk/client-athena";
import { Glue } from "@aws-sdk/client-glue";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { TrailAnalytics } from "../../../components";
import { ownRules } from "../../../detective";
import {
  isolatedStack,
  nobody,
  openSandbox,
  StageLog,
  type IsolatedStack,
  type Target,
} from "../../../harness";
import program from "../../../index";
import { supportedTypes } from "../../../sandbox/provider/registry";
import { leftovers, rootClients } from "../../support/leftovers";

/** A resource as it stands in an exported state. */
interface Exported {
  urn: string;
  type: string;
  id: string;
  custom: boolean;
  inputs: Record<string, unknown>;
}

class Imported extends pulumi.CustomResource {}

/** What only a destroy looks at: AWS keeps nothing of it, so an import of the vendor's provider does not bring it. */
const notInAws = ["forceDestroy", "deletionWindowInDays"];

describe("importing every type that the provider serves", () => {
  let target: Target;
  let made: IsolatedStack;
  let second: IsolatedStack;
  let resources: Exported[];

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    made = await isolatedStack(target, withTheOtherTypes, (suffix) => ({
      trailName: "imported",
      bucketName: `imported-${suffix}`,
      accessLogging: true,
      cloudWatchLogs: true,
      deliveryNotices: true,
      alarms: "all",
      alarmRules: [join(ownRules(), "trail", "trail-stopped-or-deleted.yml")],
      alarmQueue: true,
      objectLockMode: "governance",
      objectLockDays: 1,
      dataEvents: [{ service: "s3", access: "write" }],
      insights: ["ApiCallRateInsight"],
      tags: { purpose: "audit" },
      retentionDays: 400,
      ephemeral: true,
    }));
    await made.stack.up();
    resources = await exported(made);
    second = await isolatedStack(
      target,
      () => {
        for (const { type, urn, id, inputs } of resources) {
          new Imported(type, urn.split("::").at(-1) ?? "", given(inputs), { import: id });
        }
        return Promise.resolve();
      },
      () => ({}),
    );
  });

  after(async () => {
    try {
      // What the second stack knows is the first one's: it is forgotten, not destroyed.
      await second?.dispose();
      await made?.stack.destroy();
      await made?.dispose();
      assert.deepEqual(await leftovers(rootClients(target)), []);
      assert.deepEqual(await analyticsLeft(target), ["primary"]);
    } finally {
      await target?.close();
    }
  });

  it("has resources of every type", () => {
    assert.deepEqual([...new Set(resources.map(({ type }) => type))].sort(), supportedTypes);
  });

  it("a preview shows imports and nothing that differs", async () => {
    const events: EngineEvent[] = [];
    const { changeSummary } = await second.stack.preview({ onEvent: (event) => events.push(event) });
    assert.deepEqual(told(events), []);
    assert.deepEqual(changeSummary, { create: 1, import: resources.length });
  });

  it("an up imports them all and changes nothing, and the next finds nothing to do", async () => {
    const { summary } = await second.stack.up();
    assert.deepEqual(summary.resourceChanges, { create: 1, import: resources.length });
    const again = await second.stack.up({ expectNoChanges: true });
    assert.deepEqual(again.summary.resourceChanges, { same: resources.length + 1 });
    const first = await made.stack.refresh({ expectNoChanges: true });
    assert.deepEqual(Object.keys(first.summary.resourceChanges ?? {}), ["same"]);
  });
});

/** The stack of this repository, and what only other settings of it, or others, make. */
async function withTheOtherTypes(): Promise<void> {
  const { topicArn, bucketName, kmsKeyArn } = await program();
  const { accountId } = await aws.getCallerIdentity();
  const key = new aws.kms.Key("other-key", { description: "with a policy of its own" });
  new aws.kms.KeyPolicy("other-key-policy", {
    keyId: key.keyId,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: accountId }, Action: "kms:*", Resource: "*" }],
    }),
  });
  new TrailAnalytics("analytics", {
    bucketName: bucketName as pulumi.Output<string>,
    keyArn: kmsKeyArn as pulumi.Output<string>,
    regions: ["us-east-1", "eu-west-1"],
    views: [
      {
        name: "ids",
        query: "SELECT eventid AS id FROM cloudtrail_logs",
        columns: [{ name: "id", type: "varchar" }],
      },
    ],
    savedQueries: [{ name: "one", description: "One.", query: "SELECT 1" }],
    ephemeral: true,
    tags: { purpose: "audit" },
  });
  new aws.sns.TopicSubscription("subscription", {
    topic: topicArn as pulumi.Output<string>,
    protocol: "email",
    endpoint: "somebody@example.com",
  });
}

/** Databases, and workgroups, of which one comes with every account. */
async function analyticsLeft({ region, credentials, endpoint }: Target): Promise<(string | undefined)[]> {
  const config = { region, credentials, ...(endpoint && { endpoint }) };
  const { DatabaseList = [] } = await new Glue(config).getDatabases({});
  const { WorkGroups = [] } = await new Athena(config).listWorkGroups({});
  return [...DatabaseList, ...WorkGroups].map(({ Name }) => Name);
}

async function exported({ stack }: IsolatedStack): Promise<Exported[]> {
  const { deployment } = (await stack.exportStack()) as { deployment: { resources: Exported[] } };
  return deployment.resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
}

function given(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !name.startsWith("__") && !notInAws.includes(name)),
  );
}

/** Warnings and errors, and what differs in any resource. */
function told(events: EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent, resourcePreEvent }) => {
    if (/warning|error/.test(diagnosticEvent?.severity ?? "")) return [diagnosticEvent?.message.trim() ?? ""];
    const { diffs = [], urn = "" } = resourcePreEvent?.metadata ?? {};
    return (diffs ?? []).map((property) => `${urn.split("::").at(-1)}.${property}`);
  });
}
