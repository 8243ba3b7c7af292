import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { leastPrivilege } from "../../../../detective/leastPrivilege/leastPrivilege";
import { PolicyDocument } from "../../../../detective/leastPrivilege/policyDocument";
import { pulumiPolicy } from "../../../../detective/leastPrivilege/pulumiPolicy";
import { ACCOUNT, by, call, eventSet, objectCall } from "../../../support/records";

const alice = by.user("alice");
const thread = { kind: "user", value: "alice" } as const;

interface Made {
  name: string;
  args: { policy: PolicyDocument; description: string };
}

/** Runs the program's text with stand-ins for the two packages, and gives back what it would make. */
function run(program: string, partition = "aws"): Made[] {
  const made: Made[] = [];
  const modules: Record<string, unknown> = {
    "@pulumi/aws": {
      getPartitionOutput: () => ({ partition }),
      iam: {
        Policy: class {
          constructor(name: string, args: Made["args"]) {
            made.push({ name, args });
          }
        },
      },
    },
    "@pulumi/pulumi": {
      interpolate: (literals: TemplateStringsArray, ...values: string[]) =>
        String.raw({ raw: literals }, ...values),
      jsonStringify: (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown,
    },
  };
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  runInNewContext(outputText, { exports: {}, require: (name: string) => modules[name] });
  return made;
}

describe("a policy as a Pulumi program", () => {
  it("makes just the policy", async () => {
    const names = [
      "plain",
      "${aws:username}",
      "`+process.exit()+`",
      '"',
      "'",
      "\\",
      "\\${x}",
      "${partition}",
      "*",
      "中",
      "\u2028",
      "a\nb",
      "arn:aws:s3:::x",
    ];
    const result = await leastPrivilege(
      eventSet(names.map((name) => objectCall("GetObject", alice, "b", name))),
      { kind: "user", value: 'alice"); process.exit(1); ("' },
      { mostResources: 100 },
    );
    const own = await leastPrivilege(
      eventSet(names.map((name) => objectCall("GetObject", alice, "b", name))),
      thread,
      { mostResources: 100 },
    );
    assert.deepEqual(result.policy.Statement, []);
    const [made, ...more] = run(pulumiPolicy({ ...own, thread: result.thread }));
    assert.equal(more.length, 0);
    assert.equal(made?.name, "least-privilege");
    assert.deepEqual(made.args.policy, JSON.parse(JSON.stringify(own.policy)));
    assert.match(made.args.description, /^[\w+=,.@ /-]+$/);
  });

  it("takes the partition of the account that it is brought up in", async () => {
    const result = await leastPrivilege(
      eventSet([
        call("sts:AssumeRole", alice, { requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/app` } }),
      ]),
      thread,
    );
    const program = pulumiPolicy(result, "app");
    assert.doesNotMatch(program, /arn:aws/);
    assert.deepEqual(run(program, "aws-cn")[0]?.args.policy.Statement[0]?.Resource, [
      `arn:aws-cn:iam::${ACCOUNT}:role/app`,
    ]);
  });

  it("asks for no partition where no ARN needs it", async () => {
    const result = await leastPrivilege(eventSet([call("s3:ListBuckets", alice)]), thread);
    assert.doesNotMatch(pulumiPolicy(result), /partition/i);
  });

  it("makes several policies where one would be too large", async () => {
    const events = Array.from({ length: 300 }, (_, n) =>
      objectCall("GetObject", alice, "b", `long-folder-name/${n}`),
    );
    const result = await leastPrivilege(eventSet(events), thread, { mostResources: 1000 });
    const made = run(pulumiPolicy(result));
    assert.deepEqual(
      made.map(({ name }) => name),
      result.policies.map((_, index) => `least-privilege-${index + 1}`),
    );
  });
});
