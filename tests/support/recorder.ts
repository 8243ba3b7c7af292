import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine would have been asked for it. */
export interface Recorded {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Name of the parent resource, when it was made by a component. */
  parent?: string | undefined;
  protect: boolean;
  retainOnDelete: boolean;
}

/** What one program registered, and what it told the user. */
export interface Recording<T> {
  result: T;
  /** The provider's resources, without the components around them. */
  resources: Recorded[];
  warnings: string[];
  /** What would fail the preview and the update. */
  errors: string[];
  /** The only resource of a type (`aws:s3/bucket:Bucket` or its last part); fails when there are none or several. */
  only(type: string): Recorded;
  all(type: string): Recorded[];
}

/** The account the mocks pretend to be in. */
export interface MockAccount {
  partition?: string;
  accountId?: string;
  region?: string;
  /** Answers to further invokes by token; an invoke that is not named fails the test. */
  calls?: Record<string, (args: Record<string, unknown>) => Record<string, unknown>>;
}

/** Runs a program, which hands `opts` to its components, against Pulumi's mocks until every resource is settled. */
export async function record<T>(
  program: (opts: pulumi.ComponentResourceOptions) => T,
  account: MockAccount = {},
): Promise<Recording<T>> {
  const { partition = "aws", accountId = "111122223333", region = "eu-central-1", calls = {} } = account;
  const recorded = new Map<string, Recorded>();
  const made: pulumi.Resource[] = [];
  const warnings: string[] = [];
  const errors: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }: pulumi.runtime.MockResourceArgs) => {
        const { bucket = `${name}-1234567` } = inputs as { bucket?: string };
        const known = recorded.get(`${type} ${name}`);
        assert.ok(known, `${name} was registered outside the recorded program`);
        known.inputs = inputs as Record<string, unknown>;
        return {
          id: id || `${name}-id`,
          state: {
            ...(inputs as Record<string, unknown>),
            arn: type.endsWith(":Bucket") ? `arn:${partition}:s3:::${bucket}` : mockArn(type, name, account),
            bucket,
            keyId: `${name}-id`,
            homeRegion: region,
            name: (inputs as { name?: string }).name ?? `${name}-1234567`,
          },
        };
      },
      call: ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
        const answers: NonNullable<MockAccount["calls"]> = {
          "aws:index/getPartition:getPartition": () => ({ partition }),
          "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId }),
          "aws:index/getRegion:getRegion": () => ({ region }),
          ...calls,
        };
        const answer = answers[token];
        if (!answer) throw new Error(`unexpected invoke ${token}`);
        return answer(inputs as Record<string, unknown>);
      },
    },
    "audit-trail",
    "test",
    true,
  );
  const { log } = pulumi as unknown as { log: Record<"warn" | "error", (message: string) => Promise<void>> };
  const { warn, error } = log;
  log.warn = (message) => Promise.resolve(void warnings.push(message));
  log.error = (message) => Promise.resolve(void errors.push(message));
  try {
    const see: pulumi.ResourceTransformation = (args) => {
      made.push(args.resource);
      recorded.set(`${args.type} ${args.name}`, {
        type: args.type,
        name: args.name,
        inputs: {},
        parent: (args.opts.parent as { __name?: string } | undefined)?.__name,
        protect: args.opts.protect ?? false,
        retainOnDelete: (args.opts as pulumi.CustomResourceOptions).retainOnDelete ?? false,
      });
      return undefined;
    };
    // A transformation reaches the children of a component only by its being their parent.
    const result = program({ transformations: [see] });
    for (let settled = 0; settled < made.length; settled++) {
      await valueOf((made[settled] as pulumi.Resource).urn);
    }
    // Whatever is known by now has been told.
    await new Promise((resolve) => setImmediate(resolve));
    return recording(result, [...recorded.values()], warnings, errors);
  } finally {
    Object.assign(log, { warn, error });
  }
}

function recording<T>(result: T, resources: Recorded[], warnings: string[], errors: string[]): Recording<T> {
  const all = (type: string) => resources.filter((r) => r.type === type || r.type.endsWith(`:${type}`));
  return {
    result,
    resources: resources.filter(({ type }) => type.startsWith("aws:")),
    warnings,
    errors,
    all,
    only: (type) => {
      const [first, ...others] = all(type);
      assert.ok(first, `no ${type} was registered`);
      assert.equal(others.length, 0, `several ${type} were registered`);
      return first;
    },
  };
}

function mockArn(type: string, name: string, account: MockAccount): string {
  const { partition = "aws", accountId = "111122223333", region = "eu-central-1" } = account;
  const service = type.split("/")[0]?.split(":")[1] ?? "";
  return `arn:${partition}:${service}:${region}:${accountId}:${service === "kms" ? "key/" : ""}${name}`;
}

/** The value of an output; rejects when the output failed. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}
