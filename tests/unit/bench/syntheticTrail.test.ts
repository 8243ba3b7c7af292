import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSyntheticTrail } from "../../../bench/syntheticTrail";
import { collect, logFiles } from "../../../detective";

describe("writeSyntheticTrail", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "audit-trail-synthetic-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = async (name: string, seed?: number) => {
    const trail = writeSyntheticTrail(join(folder, name), { events: 3500, seed, fileMinutes: 240 });
    return { trail, ...(await collect(logFiles(join(folder, name)).read())) };
  };

  it("writes as many clean events as were asked for, in files of the key layout, with the incident among them", async () => {
    const { trail, events, coverage } = await write("a");
    assert.equal(trail.events, 3500);
    assert.equal(events.length, 3500);
    assert.equal(new Set(events.map(({ eventID }) => eventID)).size, 3500);
    assert.deepEqual(coverage.gaps, []);
    assert.equal(coverage.files, trail.files);
    assert.deepEqual(coverage.regions, ["ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1"]);
    const { accessKeyId, sessionKeyId } = trail.incident;
    const madeBy = (key: string) => events.filter(({ userIdentity }) => userIdentity?.accessKeyId === key);
    assert.equal(trail.incident.events, 309);
    assert.equal(madeBy(accessKeyId).length, 9);
    assert.equal(madeBy(sessionKeyId).length, 300);
  });

  it("writes the same for the same seed, and something else for another", async () => {
    const ids = async (name: string, seed: number) =>
      (await write(name, seed)).events.map(({ eventID }) => eventID);
    const first = await ids("a", 7);
    assert.deepEqual(await ids("b", 7), first);
    assert.notDeepEqual(await ids("c", 8), first);
  });
});
