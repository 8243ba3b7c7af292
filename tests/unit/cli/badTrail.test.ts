import assert from "node:assert/strict";
import { run } from "../../../cli/run";
import { drop, fakeCloudTrail, hang, pageOf, refusal, type FakeAnswer } from "../../support/fakeCloudTrail";
import { FakeIo } from "./support/fakeIo";

const now = Date.now();
const record = (n: number) => ({
  eventVersion: "1.11",
  userIdentity: { type: "IAMUser", userName: "alice", arn: "arn:aws:iam::111122223333:user/alice" },
  eventTime: new Date(now - n * 60_000).toISOString().replace(/\.\d+Z/, "Z"),
  eventSource: "iam.amazonaws.com",
  eventName: "ListUsers",
  awsRegion: "us-east-1",
  sourceIPAddress: "198.51.100.7",
  eventID: `00000000-0000-4000-8000-00000000000${n}`,
  eventType: "AwsApiCall",
  readOnly: true,
});

describe("a trail that cannot be read", () => {
  const before: Record<string, string | undefined> = {};
  const environment = {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_ENDPOINT_URL: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  };
  const set = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  beforeEach(() => {
    for (const name of Object.keys(environment)) before[name] = process.env[name];
    set(environment);
  });
  afterEach(() => set(before));

  async function ask(answers: readonly FakeAnswer[], line: string[]) {
    const trail = await fakeCloudTrail(...answers);
    const io = new FakeIo({ now, env: process.env });
    try {
      const code = await run([...line, "--endpoint", trail.endpoint, "--region", "us-east-1"], io);
      return { code, out: io.output, err: io.errors, requests: trail.requests };
    } finally {
      await trail.close();
    }
  }

  const cases: [what: string, answer: FakeAnswer, message: RegExp][] = [
    [
      "expired credentials",
      refusal("ExpiredTokenException", "The security token included in the request is expired"),
      /The credentials have expired .*Get new ones/,
    ],
    [
      "credentials that are not known",
      refusal("UnrecognizedClientException", "The security token included in the request is invalid."),
      /The credentials are not accepted/,
    ],
    [
      "no permission",
      refusal("AccessDeniedException", "User: x is not authorized to perform: cloudtrail:LookupEvents"),
      /No permission for cloudtrail:LookupEvents in us-east-1\. Allow the action/,
    ],
    ["an endpoint that hangs", hang, /gave no answer in time/],
    ["an endpoint that drops the connection", drop, /The connection was dropped in the middle of an answer/],
  ];
  for (const [what, answer, message] of cases) {
    // Waiting for what hangs is tested once, below.
    if (answer !== hang)
      it(`${what}: one clear message, no answer, exit code 3`, async () => {
        const { code, out, err } = await ask([answer], ["lookup", "--timeout", "1s"]);
        assert.deepEqual([code, out], [3, ""]);
        assert.match(err, /^audit-trail lookup: us-east-1/m);
        assert.match(err, message);
        assert.equal(err.split("\n").filter((line) => line.startsWith("audit-trail")).length, 1);
      });

    it(`${what} after a page: what was read is kept and marked`, async () => {
      const answers = [pageOf([record(1), record(2)], "next"), answer];
      const { code, out } = await ask(answers, ["lookup", "--timeout", "1s", "--output", "json"]);
      assert.equal(code, 3);
      const { items, coverage } = JSON.parse(out) as {
        items: { eventID: string }[];
        coverage: {
          complete: boolean;
          gaps: { reason: string; region?: string; detail: string; inherent: boolean }[];
        };
      };
      assert.deepEqual(
        items.map(({ eventID }) => eventID),
        [record(1).eventID, record(2).eventID],
      );
      assert.equal(coverage.complete, false);
      const [gap, ...others] = coverage.gaps.filter(({ inherent }) => !inherent);
      assert.deepEqual(others, []);
      assert.equal(gap?.reason, "failed-region");
      assert.equal(gap?.region, "us-east-1");
      assert.match(gap?.detail ?? "", message);
    });
  }

  it("an endpoint where nobody listens", async () => {
    const trail = await fakeCloudTrail({});
    await trail.close();
    const io = new FakeIo({ now, env: process.env });
    const code = await run(["lookup", "--endpoint", trail.endpoint, "--region", "us-east-1"], io);
    assert.deepEqual([code, io.output], [3, ""]);
    assert.match(
      io.errors,
      /can't be reached: connect ECONNREFUSED .*Check that the region exists, the endpoint/,
    );
  });

  it("no credentials", async () => {
    set({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
    const { code, out, err, requests } = await ask([{}], ["lookup"]);
    assert.deepEqual([code, out, requests], [3, "", []]);
    assert.match(err, /^audit-trail lookup: .*No credentials for cloudtrail:LookupEvents in us-east-1/);
    assert.match(err, /aws sso login/);
  });

  for (const command of ["verify", "score"]) {
    it(`${command} without credentials, and with an endpoint where nobody listens: what it is and the way out`, async () => {
      const trail = await fakeCloudTrail({});
      await trail.close();
      const judged = async () => {
        const io = new FakeIo({ now, env: process.env });
        const code = await run([command, "--endpoint", trail.endpoint, "--region", "us-east-1", "-q"], io);
        return { code, out: io.output, err: io.errors };
      };
      const unreachable = await judged();
      assert.deepEqual([unreachable.code, unreachable.out], [3, ""]);
      assert.match(unreachable.err, /can't be reached: connect ECONNREFUSED .*Check that the region exists/);
      set({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
      const unknown = await judged();
      assert.deepEqual([unknown.code, unknown.out], [3, ""]);
      assert.match(unknown.err, /No credentials for cloudtrail:DescribeTrails: .*Log in \(`aws sso login`\)/);
    });

    it(`${command} of a trail that is not there: the Regions asked, the trails that there are, wrong use`, async () => {
      const { code, out, err } = await ask([{ trailList: [] }], [command, "--trail", "nope", "-q"]);
      assert.deepEqual([code, out], [2, ""]);
      assert.equal(
        err,
        `audit-trail ${command}: --trail "nope": there is no such trail in us-east-1 (there is none at all); name its Region with --region, or make one with audit-trail up\n`,
      );
    });
  }

  it("a profile that is not there", async () => {
    const { code, err } = await ask([{}], ["lookup", "--profile", "nobody"]);
    assert.equal(code, 2);
    assert.equal(
      err,
      'audit-trail lookup: --profile "nobody" is not in /nonexistent nor in /nonexistent; there is none at all\n',
    );
  });

  it("no Region", async () => {
    const io = new FakeIo({ now });
    assert.equal(await run(["lookup"], io), 2);
    assert.match(io.errors, /^audit-trail lookup: no Region is set: name one with --region, set AWS_REGION/);
  });

  it("pages that repeat a token end, and the answer says so", async () => {
    const answers = [pageOf([record(1)], "same"), pageOf([record(2)], "same"), pageOf([record(3)], "same")];
    const { code, out, requests } = await ask(answers, ["lookup", "--output", "jsonl"]);
    assert.equal(code, 3);
    assert.ok(requests.length <= 3, String(requests.length));
    assert.ok(out.split("\n").filter(Boolean).length >= 1);
  });

  it("one Region that fails leaves the other's events", async () => {
    const trail = await fakeCloudTrail(
      (response) => {
        // Both Regions ask the same address; the first request is answered, the second refused.
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(pageOf([record(1)])));
      },
      refusal("AccessDeniedException", "no"),
    );
    const io = new FakeIo({ now, env: process.env });
    try {
      const code = await run(
        ["lookup", "--endpoint", trail.endpoint, "--region", "us-east-1,eu-west-1", "-o", "csv"],
        io,
      );
      assert.equal(code, 3);
      assert.equal(io.output.split("\r\n").length, 3);
      assert.match(io.errors, /^Missing: .*No permission for cloudtrail:LookupEvents/m);
    } finally {
      await trail.close();
    }
  });

  it("one reason for several Regions is told once, whatever the service calls it", async () => {
    const invalid = refusal(
      "AccessDeniedException",
      "The security token included in the request is invalid.",
    );
    const trail = await fakeCloudTrail(invalid, invalid);
    const io = new FakeIo({ now, env: process.env });
    try {
      const code = await run(["lookup", "--endpoint", trail.endpoint, "--region", "us-east-1,eu-west-1"], io);
      assert.deepEqual([code, io.output], [3, ""]);
      assert.match(
        io.errors,
        /^audit-trail lookup: us-east-1 was not read to the end\. The credentials are not accepted/,
      );
      assert.match(io.errors, / The same in eu-west-1\.\n$/);
      assert.equal(io.errors.split("\n").length, 2);
    } finally {
      await trail.close();
    }
  });

  it("the API's own attribute is sent, the rest is filtered here", async () => {
    const other = { ...record(2), eventName: "CreateUser", readOnly: false };
    const { code, out, requests } = await ask(
      [pageOf([record(1), other])],
      ["lookup", "--event-source", "iam", "--event-name", "CreateUser", "-o", "jsonl", "-q"],
    );
    assert.equal(code, 0);
    assert.deepEqual(
      out
        .split("\n")
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { eventName: string }).eventName),
      ["CreateUser"],
    );
    assert.equal((requests[0]?.body.LookupAttributes as unknown[]).length, 1);
  });

  it("a cut that the reader asked for is said and is fine; of a judgement it is not", async () => {
    const page = pageOf([record(1), record(2)], "more");
    const listed = await ask([page], ["lookup", "--max", "1"]);
    assert.equal(listed.code, 0);
    assert.match(listed.out, /^! Cut after the newest 1 event/m);
    assert.doesNotMatch(listed.out, /INCOMPLETE/);
    const judged = await ask([page], ["denied", "--max", "1"]);
    assert.equal(judged.code, 3);
  });

  it("secrets are hidden unless they are asked for", async () => {
    const withSecret = {
      ...record(1),
      eventSource: "rds.amazonaws.com",
      eventName: "ModifyDBInstance",
      requestParameters: { masterUserPassword: "hunter2-in-clear" },
    };
    for (const format of ["table", "json", "jsonl", "csv", "md", "html"]) {
      const { out } = await ask([pageOf([withSecret])], ["lookup", "-o", format]);
      assert.ok(out.length > 0 && !out.includes("hunter2"), format);
    }
    const { out } = await ask([pageOf([withSecret])], ["lookup", "-o", "json", "--show-secrets"]);
    assert.ok(out.includes("hunter2-in-clear"));
  });
});
