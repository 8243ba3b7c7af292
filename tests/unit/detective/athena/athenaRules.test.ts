import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { athenaRules } from "../../../../detective/athena/athenaRules";
import { tableOf } from "../../../../detective/athena/athenaTable";
import { plainRegex } from "../../../../detective/athena/plainRegex";
import { LONGEST_QUERY } from "../../../../detective/athena/runAthena";
import { RulesFrom, askedRule, rulesQueries } from "../../../../detective/athena/rulesSql";
import { detect } from "../../../../detective/detect/detect";
import { recordsOf } from "../../../../detective/detect/recordsOf";
import { isJsonObject } from "../../../../detective/json";
import { readCases } from "../../../../detective/sigma/cases/readCases";
import { loadRules } from "../../../../detective/sigma/load/loadRules";
import { compileRegex } from "../../../../detective/sigma/match/compileRegex";
import { ownRules } from "../../../../detective/sigma/ownRules";
import { RuleSet } from "../../../../detective/sigma/rule";
import { COLUMNS, FiledRecord } from "../../../support/athena/cloudtrailTable";
import { onlyRule, ruleText } from "../../../support/parity";
import { OpenServer, openServer } from "../../../support/athena/openServer";

const AREAS = ["trail", "root"];

/** The records of the catalogue's own cases, of some areas. */
function caseRecords(): unknown[] {
  return AREAS.flatMap((area) =>
    readdirSync(join(ownRules(), area))
      .filter((name) => name.endsWith(".cases.yml"))
      .flatMap((name) => {
        const file = join(ownRules(), area, name);
        return readCases(readFileSync(file, "utf8"), file).flatMap(({ records }) => records.slice(0, 3));
      }),
  );
}

const filed = (records: readonly unknown[]): FiledRecord[] =>
  records.map((record, at) => ({
    record: isJsonObject(record) ? { ...record, requestID: String(at) } : record,
    account: "111122223333",
    region: "us-east-1",
    day: "2026/01/31",
    path: `s3://trail-logs/AWSLogs/${at % 7}.json.gz`,
  }));

describe("rules in Athena's table", () => {
  let server: OpenServer;
  let ruleSet: RuleSet;
  before(async () => {
    ruleSet = await loadRules(AREAS.map((area) => join(ownRules(), area)));
  });
  afterEach(() => server.close());

  const found = async (detecting: Awaited<ReturnType<typeof detect>>) => {
    const all: string[] = [];
    for await (const { rule, record, places } of detecting)
      all.push(
        `${rule.title}: ${rule.kind === "rule" ? String((record as { requestID: string }).requestID) : places.length}`,
      );
    return all.sort();
  };

  it("find what they find in files, in one scan; those that can't be asked are named", async () => {
    const records = filed(caseRecords());
    server = await openServer({ records });
    assert.ok(records.length > 100, String(records.length));
    const session = await server.session();
    const { records: reading, engine } = athenaRules(session, {
      startTime: new Date("2026-01-01T00:00:00Z"),
    });
    const inAthena = await detect(reading, ruleSet, { engine });
    const notAsked = new Set(inAthena.refused.map(({ title }) => title));
    assert.deepEqual([...notAsked].sort(), [
      "A log bucket's new policy does not let CloudTrail write",
      "A member account's root user was given back a password",
      "Log files of a trail were deleted",
      "Somebody other than CloudTrail wrote a log file",
    ]);
    const inMemory = await detect(
      recordsOf(
        records.map(({ record }) => record),
        "memory",
      ),
      ruleSet,
    );
    const expected = (await found(inMemory)).filter((line) => !notAsked.has(line.replace(/: \d+$/, "")));
    assert.ok(expected.length > 50);
    assert.deepEqual(await found(inAthena), expected);
    assert.equal(server.queries.length, 1);
    const coverage = inAthena.coverage();
    assert.equal(coverage.complete, true);
    assert.deepEqual(coverage.scanned!.queryIds, ["query-1"]);
    // Also those in which nothing was found.
    assert.deepEqual(coverage.regions, ["eu-central-1", "us-east-1"]);
  });

  it("tell where a record lies and why it matched", async () => {
    server = await openServer({ records: filed(caseRecords().slice(0, 60)) });
    const { records, engine } = athenaRules(await server.session());
    for await (const { place, why } of await detect(records, ruleSet, { engine })) {
      assert.match(place.source, /^s3:\/\/trail-logs\/AWSLogs\/\d\.json\.gz$/);
      assert.match(why, /eventName|userIdentity|at least|times|of \d/);
    }
  });

  it("are asked in halves where Athena can't plan so many", async () => {
    server = await openServer({
      records: filed(caseRecords().slice(0, 40)),
      end: (_, query) =>
        query === 1 ? { state: "FAILED", reason: "COMPILER_ERROR: Compiler failed" } : undefined,
    });
    const { records, engine } = athenaRules(await server.session());
    const detecting = await detect(records, ruleSet, { engine });
    assert.ok((await found(detecting)).length > 0);
    assert.equal(server.queries.length, 3);
  });

  it("are one query of the whole catalogue, and more where they are longer than one may be", async () => {
    server = await openServer();
    const { table } = await server.session();
    const from: RulesFrom = { table, select: ["eventid"], conditions: [] };
    const { rules } = await loadRules([ownRules()]);
    const asked = rules.flatMap((rule) => {
      try {
        return [askedRule(rule, table)];
      } catch {
        return [];
      }
    });
    const tooLong: string[] = [];
    const whole = rulesQueries(asked, from, ({ rule }) => tooLong.push(rule.title));
    assert.equal(whole.length, 1);
    const longer = [...asked, ...asked, { ...asked[0]!, condition: `'${"x".repeat(LONGEST_QUERY)}' = ''` }];
    const several = rulesQueries(longer, from, ({ rule }) => tooLong.push(rule.title));
    assert.equal(several.length, 2);
    assert.deepEqual(tooLong, [asked[0]!.rule.title]);
    assert.equal(several.flatMap((query) => query.rules).length, 2 * asked.length);
    for (const { sql } of several) assert.ok(Buffer.byteLength(sql) <= LONGEST_QUERY);
  });

  it("are not asked of columns that a table lacks, or has of another type", async () => {
    server = await openServer();
    const { tlsdetails: _, ...older } = COLUMNS;
    const columns = { ...older, requestparameters: "struct<name:string>" };
    const table = tableOf("d", "t", {
      Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
    });
    const rule = (field: string) => onlyRule(ruleText({ sel: { [field]: "a" }, condition: "sel" }));
    const cases: [string, RegExp][] = [
      ["tlsDetails.tlsVersion", /this table has no column for tlsDetails$/],
      ["requestParameters.name", /this table's column for requestParameters is of another type/],
      ["managementEvent", /the table has no column for managementEvent/],
    ];
    for (const [field, says] of cases) {
      assert.throws(() => askedRule(rule(field), table), says);
    }
  });
});

describe("regular expressions that every engine understands alike", () => {
  it("keep their meaning, and others are refused", () => {
    const flags = { ignoreCase: false, multiline: false, dotAll: false };
    const written: [string, string | undefined][] = [
      [":i-[0-9a-f]{8,17}$", ":i-[0-9a-f]{8,17}\\z"],
      ["^a|b?(?:c+)*", "\\Aa|b?(?:c+)*"],
      ["\\d\\.[^\\w-]", "[0-9]\\.[^\\-0-9A-Z_a-z]"],
      ["a.b", "a[^\\n]b"],
      ["[a&&b]", "[&ab]"],
      ["\\bword", undefined],
      ["(?i)x", undefined],
      ["(?=x)", undefined],
      ["[[:alpha:]]", undefined],
      ["ü", undefined],
      ["\\pL", undefined],
    ];
    for (const [source, plain] of written) assert.equal(plainRegex(source, flags), plain, source);
    assert.equal(plainRegex("k[a-c]", { ...flags, ignoreCase: true }), "[Kk\u212a][A-Ca-c]");
    const texts = [
      "",
      "abc",
      "a\nb",
      "aXb",
      "0.-",
      "K",
      "\u212a",
      "ab]c",
      "&&",
      "x-y_z 1.2",
      "AROA:i-0abc123de",
    ];
    for (const source of ["a.b", "^[^a-c]", "[\\]&-]", "k", "[\\s\\d]+$", "(a|b)c?", "\\.\\d"]) {
      for (const ignoreCase of [false, true]) {
        const plain = plainRegex(source, { ...flags, ignoreCase })!;
        const java = new RegExp(plain.replaceAll("\\A", "^").replaceAll("\\z", "$"), "u");
        const regex = compileRegex(source, { ...flags, ignoreCase });
        for (const text of texts)
          assert.equal(java.test(text), regex.test(text), JSON.stringify([source, plain, text]));
      }
    }
  });
});
