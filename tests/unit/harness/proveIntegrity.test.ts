import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { IntegrityError, proveIntegrity, type Proving } from "../../../harness/proveIntegrity";
import { shownByRun } from "../../../harness/shownByRun";
import type { DigestWalk } from "../../../harness/walkDigests";
import type { LogWriter } from "../../../harness/tamperWithLog";
import { integrityFinding, type IntegrityFindingKind } from "../../../detective/integrity/integrityFinding";

const KEYS = ["AWSLogs/1/CloudTrail/a.json.gz", "AWSLogs/1/CloudTrail/b.json.gz"];

/** A bucket of two log files that keeps every version. */
class VersionedBucket {
  readonly puts: string[] = [];
  readonly objects = new Map(
    KEYS.map((key, index) => [
      key,
      [{ id: "v1", body: file(index === 1 ? ["ListUsers", "StopLogging"] : ["GetUser"]) }],
    ]),
  );
  deletes = true;

  constructor(private readonly versioned = true) {}

  get s3(): LogWriter {
    return {
      getObject: ({ Key = "" }: { Key?: string }) => {
        const { id, body } = this.current(Key);
        return Promise.resolve({
          Body: { transformToByteArray: () => Promise.resolve(body) },
          ...(this.versioned && { VersionId: id }),
        });
      },
      putObject: ({ Key = "", Body }: { Key?: string; Body?: Buffer }) => {
        this.puts.push(Key);
        const versions = this.objects.get(Key)!;
        const id = `v${versions.length + 1}`;
        versions.push({ id, body: Body! });
        return Promise.resolve({ VersionId: id });
      },
      deleteObject: ({ Key = "", VersionId }: { Key?: string; VersionId?: string }) => {
        if (!this.deletes) return Promise.reject(new Error("denied"));
        this.objects.set(
          Key,
          this.objects.get(Key)!.filter(({ id }) => id !== VersionId),
        );
        return Promise.resolve({});
      },
      headObject: ({ Key = "" }: { Key?: string }) => Promise.resolve({ VersionId: this.current(Key).id }),
    } as unknown as LogWriter;
  }

  current(key: string) {
    return this.objects.get(key)!.at(-1)!;
  }

  /** What a walk finds of it: a file that has another version now is modified. */
  walk(more: Partial<DigestWalk> = {}): DigestWalk {
    const modified = KEYS.filter((key) => this.current(key).id !== "v1").map((key) =>
      finding("log-modified", key),
    );
    const counts = { invalid: 0, unknown: 0 };
    const chain = {
      ...{ account: "1", region: "eu-west-1", trail: "audit", homeRegion: "eu-west-1", prefix: "" },
      ...{ from: "2026-01-31T00:00:00Z", to: "2026-01-31T01:00:00Z", findings: 0, unknowns: 0 },
      digests: { valid: 3, ...counts },
      logs: { valid: 2, modified: 0, missing: 0, unknown: 0 },
    };
    return {
      summary: { verdict: "valid", chains: [chain], places: [], findings: 0, unknowns: 0, keys: [] },
      logs: KEYS.map((key) => ({ key, digest: "d", verdict: "valid" as const })),
      findings: modified,
      unknowns: [],
      ...more,
    };
  }
}

function file(names: string[]): Buffer {
  return gzipSync(JSON.stringify({ Records: names.map((eventName) => ({ eventName })) }));
}

function finding(kind: IntegrityFindingKind, key: string) {
  return integrityFinding(kind, {}, { key, says: `${kind} ${key}.` });
}

const notes: string[] = [];
const prove = (bucket: VersionedBucket, proving: Partial<Proving> = {}, deadline = 0) =>
  proveIntegrity(
    {
      walk: () => Promise.resolve(bucket.walk()),
      s3: bucket.s3,
      bucketName: "logs",
      keys: KEYS,
      mayChange: true,
      ...proving,
    },
    { deadline, progress: () => {}, note: (text) => notes.push(text) },
  );

describe("proveIntegrity", () => {
  it("cuts StopLogging out of the file that has it, sees just that found, and restores the file", async () => {
    const bucket = new VersionedBucket();
    let changed: unknown;
    const proof = await prove(bucket, {
      walk: () => {
        const { id, body } = bucket.current(KEYS[1]!);
        if (id !== "v1") changed = JSON.parse(gunzipSync(body).toString("utf8"));
        return Promise.resolve(bucket.walk());
      },
    });
    assert.deepEqual(changed, { Records: [{ eventName: "ListUsers" }] });
    assert.deepEqual(proof, {
      status: "pass",
      says: "2 log files proven by 3 digests; a change was found",
      rows: [
        {
          what: "Log files of audit in eu-west-1",
          verdict: "valid",
          detail:
            "2 log files as CloudTrail delivered them, by 3 signed digests from 2026-01-31T00:00:00Z to 2026-01-31T01:00:00Z.",
        },
        {
          what: "The same, after the record of StopLogging was cut out",
          verdict: "invalid",
          detail: `log-modified ${KEYS[1]}.`,
        },
      ],
    });
    assert.deepEqual(bucket.puts, [KEYS[1]]);
    assert.deepEqual(
      bucket.objects.get(KEYS[1]!)?.map(({ id }) => id),
      ["v1"],
    );
  });

  it("walks again until a digest covers every file of the run", async () => {
    const bucket = new VersionedBucket();
    let walks = 0;
    const proof = await prove(
      bucket,
      {
        walk: () => {
          const walk = bucket.walk();
          return Promise.resolve(++walks > 1 ? walk : { ...walk, logs: walk.logs.slice(1) });
        },
      },
      5000,
    );
    assert.equal(proof.status, "pass");
    assert.equal(walks, 3);
  });

  it("changes nothing where no digest comes in time, on an account, and in a bucket without versions; and says so", async () => {
    const cases: [VersionedBucket, Partial<Proving>, RegExp][] = [
      [
        new VersionedBucket(),
        { walk: () => Promise.resolve(new VersionedBucket().walk({ logs: [] })) },
        /this emulator writes none/,
      ],
      [
        new VersionedBucket(),
        { walk: () => Promise.resolve(new VersionedBucket().walk({ logs: [] })), mayChange: false },
        /audit-trail validate s3:\/\/logs proves them then/,
      ],
      [new VersionedBucket(), { mayChange: false }, /^Left out: a log file of an account is not changed/],
      [new VersionedBucket(false), {}, /^Left out: the bucket keeps no older versions/],
    ];
    for (const [index, [bucket, proving, says]] of cases.entries()) {
      const { status, rows } = await prove(bucket, proving);
      assert.equal(status, index < 2 ? "unknown" : "pass");
      assert.match(rows.at(-1)?.detail ?? "", says);
      assert.equal(rows.at(-1)?.verdict, "unknown");
      assert.deepEqual(bucket.puts, []);
    }
  });

  it("takes the time in which the run stopped the trail for unproven, and anything else for wrong", async () => {
    const bucket = new VersionedBucket();
    const walk = () =>
      Promise.resolve(bucket.walk({ findings: [...bucket.walk().findings, finding("gap", "d-2")] }));
    const { rows } = await prove(bucket, { walk });
    assert.deepEqual(
      rows.map(({ verdict }) => verdict),
      ["valid", "unknown", "invalid"],
    );
    for (const kind of ["log-not-named", "digest-missing"] as const) {
      const wrong = { walk: () => Promise.resolve(bucket.walk({ findings: [finding(kind, "x")] })) };
      await assert.rejects(
        prove(bucket, wrong),
        new IntegrityError(`the log files are not proven: ${kind} x.`),
      );
    }
    const unsure = {
      walk: () => Promise.resolve(bucket.walk({ unknowns: [{ kind: "no-keys", says: "No keys." }] })),
    };
    await assert.rejects(prove(bucket, unsure), { message: "the log files are not proven: No keys." });
  });

  it("fails where the change is not found, or more than it, and restores the file all the same", async () => {
    for (const found of [
      [],
      [finding("log-modified", KEYS[0]!)],
      KEYS.map((key) => finding("log-modified", key)),
    ]) {
      const bucket = new VersionedBucket();
      const walk = () =>
        Promise.resolve(bucket.walk({ findings: bucket.current(KEYS[1]!).id === "v1" ? [] : found }));
      await assert.rejects(prove(bucket, { walk }), { name: "IntegrityError" });
      assert.equal(bucket.current(KEYS[1]!).id, "v1");
    }
  });

  it("throws what broke the walk, and tells that restoring failed as well", async () => {
    const bucket = new VersionedBucket();
    bucket.deletes = false;
    const walk = () =>
      bucket.puts.length > 0 ? Promise.reject(new Error("broken")) : Promise.resolve(bucket.walk());
    await assert.rejects(prove(bucket, { walk }), { message: "broken" });
    assert.deepEqual(notes.splice(0), [`restoring ${KEYS[1]} failed as well: Error: denied`]);
  });
});

describe("shownByRun", () => {
  const detected = { rules: 400, answer: { items: [{}] } };
  const proof = { status: "unknown" as const, says: "no digest covers the log files yet", rows: [] };
  const entry = (mark: string, eventName: string) => ({ marks: [mark], event: { eventName } });
  const shown = (items: unknown[], entries: unknown[]) =>
    shownByRun({
      detected: { ...detected, answer: { items } },
      proof,
      incident: { timeline: { entries } },
      events: 90,
    } as unknown as Parameters<typeof shownByRun>[0]);

  it("passes what the run showed, with what it rests on, and nothing else", () => {
    assert.deepEqual(
      shown([{}], [entry("first-contact", "GetUser"), entry("escalation", "AttachUserPolicy")]),
      [
        { id: "rules-run", status: "pass", evidence: "400 rules were asked of 90 events, 1 finding" },
        { id: "integrity-proven", status: "unknown", evidence: "no digest covers the log files yet" },
        {
          id: "timeline-exercised",
          status: "pass",
          evidence: "the timeline names the first contact (GetUser) and the escalation (AttachUserPolicy)",
        },
      ],
    );
    assert.deepEqual(
      shown([], [entry("first-contact", "GetUser")]).map(({ status, evidence }) => [status, evidence]),
      [
        ["fail", "400 rules were asked of 90 events, 0 findings"],
        ["unknown", "no digest covers the log files yet"],
        ["fail", "the timeline does not name the escalation"],
      ],
    );
  });
});
