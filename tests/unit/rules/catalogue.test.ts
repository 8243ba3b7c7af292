import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { taggedTactics, techniqueOf } from "../../../detective/techniques";
import { readCases } from "../../../detective/sigma/cases/readCases";
import { runCases } from "../../../detective/sigma/cases/runCases";
import { loadRules } from "../../../detective/sigma/load/loadRules";
import { parseRules } from "../../../detective/sigma/load/parseRules";
import { RuleSet, SigmaCorrelation, SigmaRule } from "../../../detective/sigma/rule";

const ROOT = join(__dirname, "../../../rules");
const CASES = ".cases.yml";
const FEWEST = 90;
const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
interface RuleFile {
  /** From `rules/` on, without `.yml`. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly set: RuleSet;
}

describe("the catalogue of rules", () => {
  const names = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".yml"),
  );
  const files: readonly RuleFile[] = names
    .filter((name) => !name.endsWith(CASES))
    .sort()
    .map((name) => {
      const path = join(ROOT, name);
      const text = readFileSync(path, "utf8");
      return { name: name.replace(/\.yml$/, ""), path, text, set: parseRules(text, name) };
    });
  const all = (set: RuleSet): readonly (SigmaRule | SigmaCorrelation)[] => [
    ...set.rules,
    ...set.correlations,
  ];
  /** Those that people see; the others are parts of them. */
  const told = (set: RuleSet) => all(set).filter(({ reports }) => reports);
  /** Every file's complaints in one list, so that one run tells them all. */
  const demand = (check: (file: RuleFile) => readonly string[]) =>
    assert.deepEqual(
      files.flatMap((file) => check(file).map((complaint) => `${file.name}: ${complaint}`)),
      [],
    );

  it(`has at least ${FEWEST} files, and loads whole without a problem`, async () => {
    assert.ok(files.length >= FEWEST, `${files.length} files`);
    const whole = await loadRules(ROOT);
    assert.deepEqual(whole.problems, []);
    assert.equal(
      all(whole).length,
      files.reduce((sum, { set }) => sum + all(set).length, 0),
    );
  });

  it("has files that load alone, so that each can be taken for itself", () => {
    demand(({ set }) => set.problems.map(({ problem }) => problem));
  });

  it("has no id, title or name twice", () => {
    const seen = new Map<string, string>();
    demand(({ name, set }) =>
      all(set).flatMap((rule) =>
        [rule.id, rule.title, rule.name].flatMap((key) => {
          if (key === undefined) return [];
          const before = seen.get(key);
          seen.set(key, name);
          return before === undefined ? [] : [`${key} is also in ${before}`];
        }),
      ),
    );
  });

  it("names files in kebab case, and has no cases without a rule", () => {
    demand(({ name }) => (/^[a-z0-9-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : ["not kebab case"]));
    const known = new Set(files.map(({ name }) => name));
    assert.deepEqual(
      names.filter((name) => name.endsWith(CASES) && !known.has(name.slice(0, -CASES.length))),
      [],
    );
  });

  it("says of every rule what it is, why, where it errs and where to read on", () => {
    demand(({ set }) =>
      told(set).flatMap((rule) => {
        const { id = "", title, description = "", author, date = "", status = "" } = rule;
        const missing = [
          UUID_4.test(id) || "its id is no UUID of version 4",
          (title.length > 10 && title.length <= 100 && !title.endsWith(".")) ||
            "its title is no short sentence",
          description.length > 80 || "its description is too short to help",
          (author !== undefined && author !== "") || "no author",
          /^\d{4}-\d{2}-\d{2}$/.test(date) || "no date",
          ["stable", "test", "experimental"].includes(status) || `status ${status}`,
          rule.falsepositives.length > 0 || "no false positives",
          /^level:/m.test(rule.text) || "no level",
          rule.references.some((url) => /^https:\/\/docs\.aws\.amazon\.com\/\S+$/.test(url)) ||
            "no page of AWS",
          rule.references.some((url) => url.startsWith("https://attack.mitre.org/techniques/")) ||
            "no page of ATT&CK",
        ];
        return missing.flatMap((each) => (each === true ? [] : [`"${title}": ${each}`]));
      }),
    );
  });

  it("tags every rule with tactics and techniques of ATT&CK, and refers to each technique's page", () => {
    demand(({ set }) =>
      told(set).flatMap(({ title, tags, references }) => {
        const attack = tags.filter((tag) => tag.startsWith("attack.")).map((tag) => tag.slice(7));
        const ids = attack.filter((tag) => /^t\d/.test(tag));
        const others = attack.filter((tag) => !ids.includes(tag));
        const complaints = [
          ...(ids.length === 0 ? ["no technique"] : []),
          ...(others.length === 0 ? ["no tactic"] : []),
          ...others
            .filter((tag) => taggedTactics([`attack.${tag}`]).length === 0)
            .map((tag) => `${tag} is no tactic`),
          ...ids.filter((id) => techniqueOf(id) === undefined).map((id) => `${id} is no known technique`),
          ...ids
            .map((id) => `https://attack.mitre.org/techniques/${id.toUpperCase().replace(".", "/")}/`)
            .filter((url) => !references.includes(url))
            .map((url) => `does not refer to ${url}`),
          ...tags.filter((tag, index) => tags.indexOf(tag) !== index).map((tag) => `${tag} twice`),
        ];
        return complaints.map((each) => `"${title}": ${each}`);
      }),
    );
  });

  it("covers the fifteen recommendations of CIS on monitoring, in the numbers of each version", () => {
    const tags = new Set(files.flatMap(({ set }) => all(set).flatMap((rule) => rule.tags)));
    const wanted = Array.from({ length: 15 }, (_, n) => n + 1).flatMap((n) => [
      `cis.v3.4.${n}`,
      `cis.v4.4.${n}`,
      `cis.v5.4.${n}`,
      `cis.v6.5.${n}`,
      `cis.v7.5.${n}`,
    ]);
    assert.deepEqual(
      wanted.filter((tag) => !tags.has(tag)),
      [],
    );
  });

  it("has for every file a hit, a miss, and a call that fails", () => {
    demand(({ path }) => {
      const cases = readCases(
        readFileSync(path.replace(/\.yml$/, CASES), "utf8"),
        relative(ROOT, path).replace(/\.yml$/, CASES),
      );
      const failed = cases.some(({ records }) => records.some(hasFailed));
      return [
        ...(cases.some(({ match }) => match !== false) ? [] : ["no hit"]),
        ...(cases.filter(({ match }) => match === false).length > 0 ? [] : ["no miss"]),
        ...(failed ? [] : ["no call that fails"]),
      ];
    });
  });

  it("has records of made-up accounts and of addresses for documentation only", () => {
    demand(({ path }) => {
      const text = readFileSync(path.replace(/\.yml$/, CASES), "utf8");
      const accounts = [...text.matchAll(/(?<![\w-])\d{12}(?![\w-])/g)].map(([id]) => id);
      const addresses = [...text.matchAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g)].map(([ip]) => ip);
      return [
        ...accounts.filter((id) => !isMadeUp(id)).map((id) => `account ${id}`),
        ...addresses.filter((ip) => !isForDocumentation(ip)).map((ip) => `address ${ip}`),
      ];
    });
  });

  for (const area of new Set(files.map(({ name }) => name.split("/")[0]!))) {
    it(`finds what it should in ${area}, and nothing else`, async () => {
      const complaints: string[] = [];
      for (const { name, path, set } of files.filter((file) => file.name.startsWith(`${area}/`))) {
        const cases = path.replace(/\.yml$/, CASES);
        for (const each of await runCases(set, readCases(readFileSync(cases, "utf8"), basename(cases)))) {
          if (!each.passed) complaints.push(`${name}, ${each.name}: ${each.problem}`);
        }
      }
      assert.deepEqual(complaints, []);
    });
  }
});

/** A refused call has a code; a refused sign-in says so in its answer. */
function hasFailed(record: unknown): boolean {
  const { errorCode, errorMessage, responseElements } = record as Record<string, unknown>;
  return (
    typeof errorCode === "string" ||
    typeof errorMessage === "string" ||
    (JSON.stringify(responseElements) ?? "").includes("Failure")
  );
}

/** Of one digit again and again, or counted up, as no account is. */
function isMadeUp(id: string): boolean {
  return /^(\d)\1{3}(\d)\2{3}(\d)\3{3}$/.test(id) || id === "123456789012" || /^0+\d?$/.test(id);
}

/** RFC 5737's networks, private ones, and what stands for everything or nothing. */
function isForDocumentation(ip: string): boolean {
  return /^(192\.0\.2|198\.51\.100|203\.0\.113|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|\d+\.0\.0\.0$|100\.64)(\.|$)/.test(
    ip,
  );
}
