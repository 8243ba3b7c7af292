import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../cli/commands";
import { run } from "../../../cli/run";
import { FakeIo } from "./support/fakeIo";

async function ran(...args: string[]) {
  const io = new FakeIo();
  const code = await run(args, io);
  return { code, out: io.output, err: io.errors };
}

describe("the command line", () => {
  it("without anything shows the table of contents, as --help and help do", async () => {
    const bare = await ran();
    assert.equal(bare.code, 0);
    assert.equal(bare.err, "");
    assert.deepEqual(await ran("--help"), bare);
    assert.deepEqual(await ran("help"), bare);
    for (const { name, summary } of commands)
      assert.match(bare.out, new RegExp(`^ {2}${name} +${summary.slice(0, 20)}`, "m"));
    const headings = [...bare.out.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading);
    assert.deepEqual(headings, [
      "Ask the trail",
      "Detect",
      "Prove the trail",
      "Sandbox",
      "Shell",
      "Exit codes",
    ]);
    for (const code of [0, 1, 2, 3, 130]) assert.match(bare.out, new RegExp(`^ {2}${code} +\\S`, "m"));
  });

  it("every command has a file, and every file a command", () => {
    const files = readdirSync(join(__dirname, "../../../cli/commands")).map((name) =>
      name.replace(/\.ts$/, ""),
    );
    const named = commands.map(({ name }) =>
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    assert.deepEqual([...named, "index"].sort(), files.sort());
  });

  for (const { name, load } of commands) {
    it(`${name} --help ends with two real examples`, async () => {
      const { code, out, err } = await ran(name, "--help");
      assert.deepEqual([code, err], [0, ""]);
      const examples = out.slice(out.indexOf("\nExamples:\n"));
      const lines = [...examples.matchAll(/^ {2}(\S.*)$/gm)].map(([, line = ""]) => line);
      assert.ok(lines.length >= 2, examples);
      assert.deepEqual(
        lines,
        load().examples.map(({ line }) => line),
      );
      for (const line of lines) assert.match(line, new RegExp(`audit-trail ${name}\\b`));
      assert.deepEqual(await ran("help", name), { code, out, err });
    });

    it(`${name}'s examples are accepted by its own parser`, async () => {
      for (const { line } of load().examples) {
        const words = wordsOf(line);
        // With --help behind it, everything before is read and nothing is done.
        const { code, err } = await ran(...words.slice(words.indexOf("audit-trail") + 1), "--help");
        assert.deepEqual([code, err], [0, ""], line);
      }
    });
  }

  it("says what it does not know, with a suggestion and where to read on", async () => {
    assert.deepEqual(await ran("lokup"), {
      code: 2,
      out: "",
      err: "audit-trail: unknown command 'lokup'\n(Did you mean lookup?)\nSee: audit-trail --help\n",
    });
    assert.deepEqual(await ran("lookup", "--sicne", "1h"), {
      code: 2,
      out: "",
      err: "audit-trail lookup: unknown option '--sicne'\n(Did you mean --since?)\nSee: audit-trail lookup --help\n",
    });
    assert.deepEqual(await ran("who"), {
      code: 2,
      out: "",
      err: "audit-trail who: missing required argument 'thread'\nSee: audit-trail who --help\n",
    });
  });

  it("options may stand before the command", async () => {
    const { code, err } = await ran("--profile", "lookup", "-q", "lookup", "--since", "tomorrow");
    assert.equal(code, 2);
    assert.match(err, /^audit-trail lookup: --since "tomorrow" is no time/);
  });

  it("tells its version", async () => {
    assert.deepEqual(await ran("--version"), { code: 0, out: "0.1.0\n", err: "" });
  });

  const misuses: [line: string, message: RegExp][] = [
    [
      "lookup --from a --from b",
      /option '--from <where>' argument 'b' is invalid\. It was given before; give it once/,
    ],
    ["validate a --trail ,", /option '--trail <name>' argument ',' is invalid\. It names nothing/],
    ["lookup --max 0", /option '--max <n>' argument '0' is invalid\. Use a whole number from 1\./],
    ["lookup --max 1e9", /argument '1e9' is invalid/],
    ["lookup --read-only --write-only", /'--read-only' cannot be used with option '--write-only'/],
    [
      "lookup --attribute Colour=red",
      /^audit-trail lookup: --attribute "Colour=red" is none: use Key=Value with one of EventId, EventName/,
    ],
    ["lookup --attribute EventName", /"EventName" is none/],
    ["lookup --user a --attribute Username=b", /Username cannot be both "a" and "b": no event is; ask twice/],
    [
      "lookup -o yaml",
      /argument 'yaml' is invalid\. Allowed choices are table, json, jsonl, csv, md, html\./,
    ],
    ["lookup --region nowhere", /there is no Region "nowhere": Regions are called like us-east-1/],
    [
      "lookup --region us-east-1 --endpoint localhost:4566",
      /--endpoint "localhost:4566" is no address: use a URL like http/,
    ],
    ["lookup --region us-east-1 --all-regions", /--all-regions and --region contradict each other/],
    ["lookup --from ./nowhere", /--from \.\/nowhere: there is no such folder or file; use api, a path, s3:/],
    ["lookup --from s3://", /not a place in S3/],
    ["lookup --since 1h --until 2h", /is later than --until 2h .*: no time lies between; swap them/],
    ["lookup --since 2999-01-01", /is in the future .*: nothing has happened yet; give an earlier time/],
    ["explain 123", /"123" is no event id: it looks like/],
    ["bucket s3", /"s3" is no bucket's name/],
    ["who ''", /nothing given; name a user/],
    ["origin --look-back long", /--look-back "long" is no time; use 7d/],
    ["origin --from .", /--since is missing: with log files/],
    ["completion tcsh", /Allowed choices are bash, zsh, fish/],
    ["escalation --at-least dire", /Allowed choices are informational, low, medium, high, critical/],
  ];
  for (const [line, message] of misuses) {
    it(`refuses ${line}`, async () => {
      const { code, out, err } = await ran(...wordsOf(line));
      assert.equal(code, 2, err);
      assert.equal(out, "");
      assert.match(err, message);
      assert.ok(err.startsWith("audit-trail"));
    });
  }
});

/** The words of a line as a shell would split them, as far as the examples go. */
function wordsOf(line: string): string[] {
  const command = line.replace(/^(?:eval "\$\(|source <\()(.*?)\)"?$/, "$1").replace(/ > \S+$/, "");
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );
}
