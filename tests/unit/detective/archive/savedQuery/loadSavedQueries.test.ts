import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { loadSavedQueries } from "../../../../../detective";

const HEADER = "-- title: T\n-- question: Q?\n-- look at: L\n";
const GOOD = `${HEADER}\nSELECT 1 FROM events WHERE :days\n`;

describe("loadSavedQueries", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "queries-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function problemOf(text: string | Buffer, name = "q.sql"): Promise<string> {
    writeFileSync(join(folder, name), text);
    const { queries, problems } = await loadSavedQueries(folder);
    assert.equal(
      problems.length,
      1,
      `${String(text).slice(0, 200)}: ${JSON.stringify({ queries, problems })}`,
    );
    rmSync(join(folder, name));
    const [{ file, line, problem, help }] = problems as [(typeof problems)[0]];
    return `${basename(file)}:${line}: ${problem}; ${help}`;
  }

  it("reads the header, lines that go on, parameters and variants", async () => {
    const header = [
      "\ufeff-- title: T",
      "-- question: Who",
      "--   did it?",
      "-- look at: L",
      "-- technique: T1078.004, T1098",
      "-- parameter: name text | A name.",
      "-- parameter: items list = a, b | Items,",
      "--   divided.",
      "",
    ].join("\r\n");
    writeFileSync(
      join(folder, "a-b.sql"),
      `${header}SELECT :name, 1 IN :items -- end\r\nWHERE :days ; -- x\r\n`,
    );
    writeFileSync(
      join(folder, "a-b.athena.sql"),
      `${header.slice(1)}SELECT 2, :name, 1 IN :items WHERE :days`,
    );
    writeFileSync(join(folder, "c.duckdb.sql"), GOOD);
    writeFileSync(join(folder, "notes.md"), "x");
    writeFileSync(join(folder, ".hidden.sql"), "x");
    const { queries, problems } = await loadSavedQueries(folder);
    assert.deepEqual(problems, []);
    assert.deepEqual(queries[0], {
      name: "a-b",
      title: "T",
      question: "Who did it?",
      lookAt: "L",
      techniques: ["T1078.004", "T1098"],
      parameters: [
        { name: "name", kind: "text", about: "A name." },
        { name: "items", kind: "list", about: "Items, divided.", default: "a, b" },
      ],
      texts: {
        duckdb: "SELECT :name, 1 IN :items -- end\nWHERE :days ; -- x\n",
        athena: "SELECT 2, :name, 1 IN :items WHERE :days",
      },
      file: join(folder, "a-b.sql"),
    });
    assert.deepEqual(Object.keys(queries[1]!.texts), ["duckdb"]);
  });

  it("names what is wrong with a file, where, and what to do", async () => {
    const statement = (sql: string, more = "") => `${HEADER}${more}${sql}`;
    const table: [string | Buffer, RegExp][] = [
      ["", /^q\.sql:1: no SQL in it; write one SELECT/],
      ["-- hello\nSELECT 1", /:1: a line that is no part of a header: "-- hello"/],
      [
        "-- title: T\n-- look at: L\nSELECT 1 WHERE :days",
        /the header has no question; write -- question: …/,
      ],
      [`-- title: T\n${GOOD}`, /:2: a second title/],
      [statement("SELECT 1 WHERE :days", "-- technique: T1\n"), /:4: "T1" is no technique/],
      [
        statement("SELECT :a WHERE :days", "-- parameter: a\n"),
        /:4: a parameter that is written otherwise: "a"/,
      ],
      [
        statement("SELECT :a WHERE :days", "-- parameter: a date | x\n"),
        /no kind of parameter is called "date"; it is one of text, integer/,
      ],
      [
        statement("SELECT :a WHERE :days", "-- parameter: a integer = x | y\n"),
        /the default of a: "x" is no whole number/,
      ],
      [
        statement("SELECT 1 WHERE :days", "-- parameter: a text | y\n"),
        /the parameter a stands nowhere in it/,
      ],
      [
        statement("SELECT :a WHERE :days", "-- parameter: a text | y\n-- parameter: a text | z\n"),
        /the parameter a twice/,
      ],
      [
        statement("SELECT 1 WHERE :days", "-- parameter: days text | y\n"),
        /a parameter called days, which every query has/,
      ],
      [statement("SELECT 1"), /:4: it never says :days/],
      [statement("\nSELECT 1\nWHERE :days AND :from = 1"), /:6: :from is no parameter of it; write :days/],
      [statement("SELECT x[1:b] WHERE :days"), /:b touches "1"/],
      [statement("SELECT 'a':b WHERE :days"), /:b touches "'"/],
      [statement("SELECT :b'a' WHERE :days"), /:b touches "'"/],
      [statement("SELECT E:b WHERE :days"), /:b touches "E"/],
      [statement("DROP TABLE events -- :days"), /it begins with "DROP", and asks nothing/],
      [statement("(SELECT 1 WHERE :days)"), /it begins with "\(SELECT 1 WHERE", and asks nothing/],
      [statement("SELECT 1 WHERE :days; DROP TABLE x"), /more than one statement/],
      [statement("SELECT 1 WHERE :days;;\n'x'"), /more than one statement/],
      [statement("SELECT 'a WHERE :days"), /a text that begins with ' never ends/],
      [statement('SELECT "a WHERE :days'), /a text that begins with " never ends/],
      [statement("SELECT 1 /* WHERE :days"), /a comment that begins with \/\* never ends/],
      [statement("SELECT 1 /* a /* b */ WHERE :days"), /a comment inside of a comment/],
      [statement("SELECT $$ a $$ WHERE :days"), /\$ outside of a text/],
      [statement("SELECT E'\\'' WHERE :days"), /a text right behind E/],
      [statement("SELECT 1 -- a\r, :b -- c\nWHERE :days"), /:b is no parameter/],
      [Buffer.from([0x53, 0xff]), /UTF-8/],
      [
        statement(`SELECT '${"x".repeat(300_000)}' WHERE :days`),
        /300\d+ bytes; give a file of UTF-8 text of at most 256 KiB/,
      ],
    ];
    for (const [text, problem] of table) assert.match(await problemOf(text), problem);
    assert.match(await problemOf(GOOD, "Bad Name.sql"), /a name that nobody can type/);
    assert.match(await problemOf(GOOD, "a.trino.sql"), /a name that nobody can type/);
    writeFileSync(join(folder, "a.sql"), GOOD);
    assert.match(
      await problemOf(statement("SELECT :a WHERE :days", "-- parameter: a text | y\n"), "a.athena.sql"),
      /^a\.athena\.sql:1: other parameters than .*a\.sql/,
    );
  });

  it("reads the rest where one is a folder, a pipe or a link to nowhere, and waits for nothing", async () => {
    writeFileSync(join(folder, "good.sql"), GOOD);
    mkdirSync(join(folder, "folder.sql"));
    symlinkSync(join(folder, "nowhere"), join(folder, "link.sql"));
    const pipes = process.platform === "win32" ? [] : ["pipe.sql"];
    for (const pipe of pipes) execFileSync("mkfifo", [join(folder, pipe)]);
    const { queries, problems } = await loadSavedQueries(folder);
    assert.deepEqual(
      queries.map(({ name }) => name),
      ["good"],
    );
    assert.deepEqual(
      problems.map(({ file }) => basename(file)),
      ["folder.sql", "link.sql", ...pipes],
    );
    await assert.rejects(loadSavedQueries(join(folder, "nowhere")), {
      name: "SavedQueryFolderError",
      message: /ENOENT/,
    });
  });
});
