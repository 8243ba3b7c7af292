import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";
import { endpointsOf, nobody, openSandbox, StageLog, type Target } from "../../../harness";
import { ensureLanguageHost } from "../../../sandbox/engine/ensureLanguageHost";
import { findEngine } from "../../../sandbox/engine/findEngine";
import { leftovers, rootClients } from "../../support/leftovers";

const root = resolve(__dirname, "../../..");

/** The way a platform team goes: `pulumi up` on the project and stack files, with the engine's own Node host. */
describe("pulumi up by the command line", () => {
  let target: Target;
  let folder: string;
  let pulumi: (...args: string[]) => Promise<string>;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    folder = await mkdtemp(join(tmpdir(), "audit-trail-cli-"));
    // A copy, since the command writes the stack's encryption salt into its file.
    for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts", "components"]) {
      await cp(join(root, name), join(folder, name), { recursive: true });
    }
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const stackFile = await readFile(join(root, "Pulumi.localstack.yaml"), "utf8");
    const { config } = parse(stackFile) as { config: { "aws:endpoints": [Record<string, string>] } };
    assert.deepEqual(Object.keys(config["aws:endpoints"][0]), Object.keys(endpointsOf("")));
    // All but s3control's, which has a host of its own.
    assert.equal(
      stackFile.match(/http:\/\/localhost:4566/g)?.length,
      Object.keys(endpointsOf("")).length - 1,
    );
    await writeFile(
      join(folder, "Pulumi.localstack.yaml"),
      stackFile
        .replaceAll("http://localhost:4566", target.endpoint ?? "")
        // LocalStack takes any keys; the embedded emulator enforces IAM and knows its root by these.
        .replace("accessKey: test", `accessKey: ${target.awsConfig["aws:accessKey"]}`)
        .replace("secretKey: test", `secretKey: ${target.awsConfig["aws:secretKey"]}`),
    );
    const engine = await findEngine();
    const host = await ensureLanguageHost(engine);
    const env = {
      ...process.env,
      ...target.engineEnv,
      PATH: [join(engine.root, "bin"), host.folder, process.env.PATH].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
      PULUMI_CONFIG_PASSPHRASE: "only for this test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    pulumi = async (...args) => {
      const { stdout } = await promisify(execFile)(engine.binary, [...args, "--non-interactive"], {
        cwd: folder,
        env,
      });
      return stdout;
    };
  });

  after(async () => {
    await target?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("brings up the seed lab's stack from its files, twice the same, and takes it down", async () => {
    await pulumi("stack", "init", "localstack");
    await pulumi("up", "--stack", "localstack", "--yes", "--skip-preview");
    const outputs = JSON.parse(await pulumi("stack", "output", "--stack", "localstack", "--json")) as object;
    assert.deepEqual(
      { ...outputs, kmsKeyArn: "a key" },
      {
        trailArn: `arn:aws:cloudtrail:us-east-1:${target.accountId}:trail/security-audit-trail`,
        trailName: "security-audit-trail",
        homeRegion: "us-east-1",
        bucketName: "cloudtrail-logs-bucket",
        kmsKeyArn: "a key",
        kmsKeyAlias: "alias/audit-bucket-key",
        accessLogBucketName: "",
        logGroupName: "",
        topicArn: "",
        alertTopicArn: "",
        alertQueueUrl: "",
        undeliveredAlertsUrl: "",
        athenaWorkgroup: "",
        athenaDatabase: "",
        queryResultsBucketName: "",
      },
    );
    await pulumi("preview", "--stack", "localstack", "--expect-no-changes");
    await pulumi("destroy", "--stack", "localstack", "--yes", "--skip-preview");
    assert.deepEqual(await leftovers(rootClients(target)), []);
  });

  for (const stack of ["dev", "prod"]) {
    it(`every key of the ${stack} stack is declared in Pulumi.yaml`, async () => {
      const declared = [
        ...(await readFile(join(root, "Pulumi.yaml"), "utf8")).matchAll(/^ {2}(\w+):$/gm),
      ].map(([, key]) => key);
      const used = [
        ...(await readFile(join(root, `Pulumi.${stack}.yaml`), "utf8")).matchAll(/audit-trail:(\w+)/g),
      ].map(([, key]) => key);
      assert.ok(used.length >= 4);
      assert.deepEqual(
        used.filter((key) => !declared.includes(key)),
        [],
      );
    });
  }
});
