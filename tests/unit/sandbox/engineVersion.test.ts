import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  compareVersions,
  OLDEST_ENGINE,
  parseVersion,
  PINNED_ENGINE,
  whyUnsuited,
} from "../../../sandbox/engine/engineVersion";
import { newestFirst } from "../../../sandbox/engine/installedEngine";

describe("engineVersion", () => {
  const suits: [version: string, why: string | undefined][] = [
    ["3.259.0", undefined],
    ["v3.259.0\n", undefined],
    ["3.2.0-alpha", undefined],
    ["3.2.0-alpha.1", undefined],
    ["3.2.0", undefined],
    ["3.300.1-alpha.1700000000+abc", undefined],
    ["3.1.9", "3.1.9 is older than 3.2.0-alpha"],
    ["3.2.0-aaa", "3.2.0-aaa is older than 3.2.0-alpha"],
    ["2.99.0", "2.99.0 has another major version than 3.2.0-alpha"],
    ["4.0.0", "4.0.0 has another major version than 3.2.0-alpha"],
    ["3.259", '"3.259" is not a version'],
    ["", '"" is not a version'],
    ["pulumi 3.259.0", '"pulumi 3.259.0" is not a version'],
  ];
  for (const [version, why] of suits) {
    it(`${JSON.stringify(version)}: ${why ?? "suits"}`, () => assert.equal(whyUnsuited(version), why));
  }

  it("orders as semver 2.0 does", () => {
    const ordered =
      "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.10.0";
    const versions = ordered.split(" ").map((text) => parseVersion(text)!);
    for (let i = 0; i < versions.length; i++) {
      for (let j = 0; j < versions.length; j++) {
        assert.equal(
          Math.sign(compareVersions(versions[i]!, versions[j]!)),
          Math.sign(i - j),
          `${i} against ${j}`,
        );
      }
    }
  });

  it("takes the newest of ~/.pulumi/versions and leaves what is no version", () => {
    assert.deepEqual(newestFirst(["3.9.0", "v3.259.0", "tmp", "3.100.0", "3.100.0-beta"]), [
      "v3.259.0",
      "3.100.0",
      "3.100.0-beta",
      "3.9.0",
    ]);
  });

  it("has the minimum that the automation API has", () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const sdk = require("@pulumi/pulumi/automation/minimumVersion") as {
      minimumVersion: { version: string };
    };
    assert.equal(OLDEST_ENGINE, sdk.minimumVersion.version);
  });

  it("is the version that the committed Go module requires", () => {
    const goMod = readFileSync(join(__dirname, "../../../sandbox/engine/gomodule/go.mod"), "utf8");
    assert.ok(goMod.includes(`require github.com/pulumi/pulumi/pkg/v3 v${PINNED_ENGINE}\n`));
  });
});
