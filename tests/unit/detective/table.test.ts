import assert from "node:assert/strict";
import fc from "fast-check";
import { runChecks } from "../../../detective/posture/check";
import { trailChecks } from "../../../detective/posture/trailChecks";
import { failedEvents } from "../../../detective/questions/failedEvents";
import { policyAttachments } from "../../../detective/questions/policyAttachments";
import { recentEvents } from "../../../detective/questions/recentEvents";
import { answerTable, checksTable, table } from "../../../detective/table";
import { displayWidth } from "../../../detective/terminalText";
import { FakeAccount } from "./support/account";
import { coverage, event, eventSet } from "./support/events";

const columns = [
  { key: "a", title: "First" },
  { key: "b", title: "Second" },
];

describe("table", () => {
  it("lines the columns up", () => {
    assert.equal(
      table(columns, [
        { a: "1", b: "two" },
        { a: "longer text", b: "x" },
      ]),
      ["First        Second", "───────────  ──────", "1            two", "longer text  x"].join("\n"),
    );
  });

  it("cuts the widest column with … to fit the width", () => {
    const lines = table(columns, [{ a: "short", b: "x".repeat(50) }], { width: 20 }).split("\n");
    assert.deepEqual(lines, ["First  Second", "─────  ─────────────", `short  ${"x".repeat(12)}…`]);
  });

  it("counts wide characters as two and combining marks as none", () => {
    assert.deepEqual(
      table(columns, [{ a: "日本", b: "é" }])
        .split("\n")
        .slice(2),
      ["日本   é"],
    );
    const cutWide = table([columns[0]!], [{ a: "日本日本日本" }], { width: 8 }).split("\n");
    assert.equal(cutWide[2], "日本日…");
  });

  it("shows control characters instead of sending them", () => {
    const text = table([columns[0]!], [{ a: "\u001b[2Jgone\u0007\u202eback\nline\u009b1m" }]);
    assert.equal(text.split("\n")[2], "\ufffd[2Jgone\ufffd\ufffdback line\ufffd1m");
  });

  it("hides no direction mark, soft hyphen, tag or filler, and no half of a pair", () => {
    const hidden = ["\u061c", "\u00ad", "\u{e0041}", "\u3164", "\ud800", "\u2066", "\u180e"];
    const text = table([columns[0]!], [{ a: `a${hidden.join("b")}c` }]);
    assert.equal(text.split("\n")[2], `a${hidden.map(() => "\ufffd").join("b")}c`);
  });

  it("sets numbers at their right edge, and cuts anything else first", () => {
    const numbers = [
      { key: "n", title: "Calls", kind: "number" },
      { key: "a", title: "Name" },
    ] as const;
    const rows = [
      { n: "7", a: "seven" },
      { n: "1000000000", a: "x".repeat(20) },
    ];
    assert.deepEqual(table(numbers, rows, { width: 22 }).split("\n"), [
      "     Calls  Name",
      "──────────  ──────────",
      "         7  seven",
      "1000000000  xxxxxxxxx…",
    ]);
  });

  it("never sends a control character, nor a line wider than the terminal", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string(),
        fc.integer({ min: 20, max: 80 }),
        (a, b, width) => {
          const lines = table(columns, [{ a, b }], { width }).split("\n");
          assert.equal(lines.length, 3);
          for (const line of lines) {
            assert.doesNotMatch(line, /\p{Cc}/u);
            assert.ok(Array.from(line.replace(/\p{M}/gu, "")).length <= width, line);
          }
        },
      ),
    );
  });
});

describe("answerTable", () => {
  it("has a title, the rows, and what is missing; nothing of what can never be there", () => {
    const gaps = [
      { reason: "data-events", inherent: true, detail: "never" },
      { reason: "failed-region", inherent: false, detail: "eu-west-1 failed" },
    ] as const;
    const answer = recentEvents({ events: [event(1)], coverage: { ...coverage, gaps } });
    assert.equal(
      answerTable(answer),
      [
        "The 10 most recent events",
        "Time                  Event      Source",
        "────────────────────  ─────────  ─────────────────",
        "2026-01-31T12:00:01Z  ListUsers  iam.amazonaws.com",
        "! eu-west-1 failed",
      ].join("\n"),
    );
  });

  it("says so when there is nothing", () => {
    assert.equal(answerTable(recentEvents(eventSet())), "The 10 most recent events\n(no such event)");
  });

  it("colours only when asked", () => {
    const text = answerTable(recentEvents(eventSet(event(1))), { colour: true });
    assert.ok(text.startsWith("\u001b[1mThe 10 most recent events\u001b[0m\n"));
  });
});

describe("answerTable in too little room", () => {
  const message =
    "User: arn:aws:iam::111122223333:user/newcomer-0483b9ce is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:111122223333:trail/audit";
  const userIdentity = { type: "IAMUser", userName: "newcomer-0483b9ce" };
  const failed = failedEvents(
    eventSet(
      event(2, {
        eventName: "StopLogging",
        errorCode: "AccessDenied",
        errorMessage: message,
        userIdentity,
        sourceIPAddress: "127.0.0.1",
      }),
      event(1, {
        eventName: "GetObjectLockConfiguration",
        errorCode: "ObjectLockConfigurationNotFoundError",
        errorMessage: "",
        sourceIPAddress: "127.0.0.1",
      }),
    ),
  );

  it("cuts nothing where there is room, the message below its row", () => {
    assert.deepEqual(answerTable(failed, { width: 120 }).split("\n"), [
      "Failed and denied calls",
      "Time                  Event                       User               Error code                            Source IP",
      "────────────────────  ──────────────────────────  ─────────────────  ────────────────────────────────────  ─────────",
      "2026-01-31T12:00:02Z  StopLogging                 newcomer-0483b9ce  AccessDenied                          127.0.0.1",
      "                      User: arn:aws:iam::111122223333:user/newcomer-0483b9ce is not authorized to perform:",
      "                      cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:111122223333:trail/audit",
      "2026-01-31T12:00:01Z  GetObjectLockConfiguration  alice              ObjectLockConfigurationNotFoundError  127.0.0.1",
    ]);
  });

  it("says the day once, then cuts the user, and no name or time", () => {
    assert.deepEqual(answerTable(failed, { width: 100 }).split("\n"), [
      "Failed and denied calls, 2026-01-31",
      "UTC       Event                       User           Error code                            Source IP",
      "────────  ──────────────────────────  ─────────────  ────────────────────────────────────  ─────────",
      "12:00:02  StopLogging                 newcomer-048…  AccessDenied                          127.0.0.1",
      "          User: arn:aws:iam::111122223333:user/newcomer-0483b9ce is not authorized to perform:",
      "          cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:111122223333:trail/audit",
      "12:00:01  GetObjectLockConfiguration  alice          ObjectLockConfigurationNotFoundError  127.0.0.1",
    ]);
  });

  it("cuts long names only on 80 columns, and leaves short ones alone", () => {
    const lines = answerTable(failed, { width: 80 }).split("\n");
    assert.equal(
      lines[3],
      "12:00:02  StopLogging            newcomer-04…  AccessDenied            127.0.0.1",
    );
    assert.equal(
      lines.at(-1),
      "12:00:01  GetObjectLockConfigu…  alice         ObjectLockConfigurati…  127.0.0.1",
    );
    assert.ok(lines.every((line) => line.length <= 80));
  });

  it("puts the message beside its row where it fits", () => {
    const lines = answerTable(failed, { width: 300 }).split("\n");
    assert.equal(lines.length, 5);
    assert.ok(lines[3]?.endsWith(`127.0.0.1  ${message}`));
  });

  it("puts free text below its row rather than cutting it", () => {
    const long = "a long reason ".repeat(9).trim();
    // "First" is five columns wide, and text below begins behind it.
    const texts = [columns[0]!, { key: "why", title: "Why", kind: "text" as const }];
    assert.deepEqual(
      table(texts, [{ a: "high", why: long }], { width: 120 })
        .split("\n")
        .slice(2),
      ["high", `       ${"a long reason ".repeat(8)}a`, "       long reason"],
    );
  });

  it("keeps the end of an ARN, which tells more than its beginning", () => {
    const requestParameters = {
      userName: "newcomer-0483b9ce",
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    };
    const answer = policyAttachments(
      eventSet(event(1, { eventName: "AttachUserPolicy", userIdentity, requestParameters })),
    );
    assert.equal(
      answerTable(answer, { width: 81 }).split("\n")[3],
      "12:00:01  newcomer-0483b9ce  newcomer-0483b9ce  …icy/AdministratorAccess  success",
    );
  });

  it("keeps the day in each row where there are two, or a time that is none", () => {
    const long = { eventSource: "x".repeat(60) };
    for (const eventTime of ["2026-01-30T12:00:01Z", "yesterday"]) {
      const answer = recentEvents(eventSet(event(1, long), event(2, { ...long, eventTime })));
      const [title, , , first] = answerTable(answer, { width: 70 }).split("\n");
      assert.equal(title, "The 10 most recent events");
      assert.ok(first?.startsWith("2026-01-31T12:00:01Z  ListUsers  xxx"), first);
    }
  });

  it("is never wider than asked, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.string({ maxLength: 200 }),
        fc.integer({ min: 1, max: 160 }),
        (name, text, width) => {
          const answer = failedEvents(eventSet(event(1, { errorCode: name || "x", errorMessage: text })));
          for (const line of answerTable(answer, { width }).split("\n")) {
            assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
          }
        },
      ),
    );
  });
});

describe("checksTable", () => {
  it("has a line a check, and the reasons below what did not pass, within the width", async () => {
    const account = new FakeAccount();
    account.publicAccessBlock = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
    account.drop("bucketPolicy", "Write");
    const lines = checksTable(runChecks(trailChecks, await account.facts()), { width: 60 }).split("\n");
    const command = lines.filter((line) => line.trimStart().startsWith("aws "));
    assert.equal(command.length, 2, "a command is there to be copied, so it is not broken");
    assert.ok(lines.every((line) => displayWidth(line) <= 60 || command.includes(line)));
    assert.deepEqual(lines.slice(2, 6), [
      "PASS     The bucket encrypts with that key by default, with",
      "         a bucket key",
      "FAIL     All four public access blocks are on",
      "         RestrictPublicBuckets is off",
    ]);
    assert.equal(lines.filter((line) => line.startsWith("PASS")).length, 5);
  });
});
