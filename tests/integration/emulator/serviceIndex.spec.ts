import assert from "node:assert/strict";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../../sandbox/emulator/startEmulator";
import { config } from "./support";

describe("emulator: the index of services", function () {
  this.timeout(120_000);
  let shared: string;

  before(() => {
    shared = mkdtempSync(join(tmpdir(), "audit-trail-index-"));
  });
  after(() => rmSync(shared, { recursive: true, force: true }));

  /** Starts an emulator, makes a call, and tells whether it had to make the index itself. */
  async function madeTheIndex(): Promise<boolean> {
    const emulator = await startEmulator({
      warmUp: false,
      env: { AUDIT_TRAIL_EMULATOR_INDEX_FOLDER: shared },
    });
    const sts = new STSClient(config(emulator));
    try {
      const { Account } = await sts.send(new GetCallerIdentityCommand({}));
      assert.equal(Account, "000000000000");
      const own = join(emulator.folder ?? "", "files", "var", "lib", "localemu", "cache");
      return readdirSync(own).some((name) => name.startsWith("service-catalog-"));
    } finally {
      sts.destroy();
      await emulator.stop();
    }
  }

  it("is made by the first emulator and shared with those that follow", async () => {
    assert.equal(await madeTheIndex(), true);
    assert.equal(readdirSync(shared).length, 1);
    assert.match(readdirSync(shared)[0] ?? "", /^python3\.\d+-service-catalog-1_3_2-.*\.dill$/);
    assert.equal(await madeTheIndex(), false);
  });

  it("is made anew when the file is not what it was", async () => {
    const file = join(shared, readdirSync(shared)[0] ?? "");
    const whole = statSync(file).size;
    writeFileSync(file, "cut off");
    assert.equal(await madeTheIndex(), true);
    assert.equal(statSync(file).size, whole);
    assert.deepEqual(readdirSync(shared).length, 1);
  });
});
