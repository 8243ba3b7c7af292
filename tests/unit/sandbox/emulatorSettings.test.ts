import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMULATOR_VERSION, packageCount } from "../../../sandbox/emulator/installEmulator";
import { launcherEnvironment } from "../../../sandbox/emulator/launcherEnvironment";
import { rootCredentials } from "../../../sandbox/emulator/rootCredentials";

const FOLDER = join(__dirname, "../../../sandbox/emulator");

describe("emulator settings", () => {
  it("gives each account root keys of its own, whose id names the account as AWS's do", () => {
    assert.equal(rootCredentials("000000000000").accessKeyId, "AKIAQAAAAAAAAROOTKEY");
    assert.equal(rootCredentials("123456789012").accessKeyId, "AKIARZPUZDIKAROOTKEY");
    assert.equal(rootCredentials("123456789013").accessKeyId, "AKIARZPUZDIKQROOTKEY");
    assert.equal(rootCredentials("999999999999").accessKeyId, "AKIA6RVFFB77QROOTKEY");
  });

  for (const id of ["", "12345678901", "1234567890123", "12345678901x"]) {
    it(`refuses the account id "${id}"`, () => {
      assert.throws(() => rootCredentials(id), {
        name: "RangeError",
        message: `account id ${id} is not allowed; use 12 digits`,
      });
    });
  }

  it("passes nothing of AWS's or a proxy's environment on", () => {
    const env = launcherEnvironment(
      "/folder",
      {},
      {
        PATH: "/bin",
        AWS_ENDPOINT_URL: "http://127.0.0.1:1",
        AWS_PROFILE: "prod",
        HTTPS_PROXY: "http://proxy",
        PYTHONPATH: "/elsewhere",
      },
    );
    assert.equal(env.PATH, "/bin");
    for (const name of ["AWS_ENDPOINT_URL", "AWS_PROFILE", "HTTPS_PROXY", "PYTHONPATH"])
      assert.equal(env[name], undefined);
  });

  it("keeps everything that it writes below its own folder", () => {
    const { HOME, TMPDIR, FILESYSTEM_ROOT, AUDIT_TRAIL_EMULATOR_FOLDER } = launcherEnvironment(
      "/folder",
      {},
      {},
    );
    assert.deepEqual(
      [HOME, TMPDIR, FILESYSTEM_ROOT, AUDIT_TRAIL_EMULATOR_FOLDER],
      ["/folder", "/folder", "/folder/files", "/folder"],
    );
  });

  it("enforces IAM unless told otherwise, and lets the caller's environment win", () => {
    assert.equal(launcherEnvironment("/f", {}, {}).IAM_ENFORCEMENT, "1");
    assert.equal(launcherEnvironment("/f", { iamEnforcement: false }, {}).IAM_ENFORCEMENT, "0");
    assert.equal(launcherEnvironment("/f", { env: { DNS_ADDRESS: "x" } }, {}).DNS_ADDRESS, "x");
  });

  it("accepts the root keys of the accounts that were asked for", () => {
    const { ROOT_ACCESS_KEYS } = launcherEnvironment("/f", { accounts: ["123456789012"] }, {});
    assert.equal(ROOT_ACCESS_KEYS, "AKIAQAAAAAAAAROOTKEY,AKIARZPUZDIKAROOTKEY,AKIAIOSFODNN7EXAMPLE");
  });

  it("pins every package, the emulator at the version that the launcher corrects", () => {
    const requirements = readFileSync(join(FOLDER, "requirements.txt"), "utf8");
    const lines = requirements.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    assert.deepEqual(
      lines.filter((line) => !/^[A-Za-z0-9._-]+==[A-Za-z0-9.]+$/.test(line)),
      [],
    );
    assert.equal(packageCount(requirements), lines.length);
    assert.ok(lines.includes(`localemu==${EMULATOR_VERSION}`));
    const launcher = readFileSync(join(FOLDER, "launcher/upstream.py"), "utf8");
    assert.ok(launcher.includes(`VERSION = "${EMULATOR_VERSION}"`));
  });
});
