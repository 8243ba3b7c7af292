import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { escapeHtml } from "../../../../detective/report/html";
import { renderHtml } from "../../../../detective/report/renderHtml";
import { renderMarkdown } from "../../../../detective/report/renderMarkdown";
import { reportOf } from "./reportOf";

const ATTACKS = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `</style><script>alert(1)</script>`,
  `</title><svg/onload=alert(1)>`,
  `<!--`,
  `]]>`,
  `&lt;script&gt;`,
  `\u0000<scr\u0000ipt>`,
  `javascript:alert(1)`,
];

/** The page's elements and their attributes, whose values an escaped text cannot leave. */
const tags = (page: string) => page.match(/<[^>]*>/g)?.map((tag) => tag.replace(/"[^"]*"/g, "…"));

describe("renderHtml", () => {
  for (const attack of ATTACKS) {
    it(`shows ${JSON.stringify(attack)} and lets it do nothing`, async () => {
      const page = renderHtml(await reportOf(attack));
      const harmless = renderHtml(await reportOf("x"));
      assert.deepEqual(tags(page), tags(harmless), "the attack changed the page's elements");
      assert.ok(page.includes(escapeHtml(attack)));
    });
  }

  it("lets no text change the page's elements, whatever it is", async () => {
    const harmless = tags(renderHtml(await reportOf("x")));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (text) => {
        assert.deepEqual(tags(renderHtml(await reportOf(text))), harmless);
      }),
      { numRuns: 50 },
    );
  });

  it("loads nothing, and runs nothing but its own script", async () => {
    const page = renderHtml(await reportOf("x"));
    assert.doesNotMatch(page, /<(link|img|iframe|object|embed|form|base)\b|\bsrc=|url\(|@import|https?:/i);
    const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text = ""]) => text);
    assert.equal(scripts.length, 1);
    assert.equal(page.match(/<script/gi)?.length, 1);
    const hash = createHash("sha256").update(scripts[0]!).digest("base64");
    assert.ok(
      page.includes(
        `Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
      ),
    );
  });

  it("has every part, light and dark, and paper", async () => {
    const page = renderHtml(await reportOf("x"));
    for (const id of [
      "summary",
      "findings",
      "timeline",
      "questions",
      "integrity",
      "checks",
      "score",
      "coverage",
      "stages",
      "notes",
      "records",
    ]) {
      assert.ok(page.includes(`<section id="${id}"`), id);
    }
    assert.match(page, /prefers-color-scheme: dark/);
    assert.match(page, /@media print/);
    assert.match(
      page,
      /<strong class="unknown">Incomplete:<\/strong> something that was asked for is missing\./,
    );
    assert.match(page, /6 of 7 checks pass\. Mission score 21 of 100\./);
  });
});

describe("renderMarkdown", () => {
  const attacks: [string, string][] = [
    ["a | b", "a \\| b"],
    ["a\n| x | y |\n## Head", "a \\| x \\| y \\| \\#\\# Head"],
    ["<img src=x>", "&lt;img src=x&gt;"],
    ["[a](javascript:x)", "\\[a\\](javascript:x)"],
    ["- a", "\\- a"],
    ["1. a", "1\\. a"],
    ["`code` *b* _i_ ~s~", "\\`code\\` \\*b\\* \\_i\\_ \\~s\\~"],
    ["\\| x", "\\\\\\| x"],
    ["https://evil.example", "https:&#47;&#47;evil.example"],
    ["@team", "&#64;team"],
  ];
  for (const [attack, escaped] of attacks) {
    it(`takes the meaning from ${JSON.stringify(attack)}`, async () => {
      const text = renderMarkdown(await reportOf(attack));
      assert.ok(text.startsWith(`# ${escaped}\n`), text.slice(0, 200));
      assert.ok(text.includes(`| 2026-01-31T12:00:01Z | ${escaped} | iam.amazonaws.com |`));
    });
  }

  it("keeps every table's cells, whatever they hold", async () => {
    const cells = (text: string) =>
      text
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .map((line) => line.match(/(?<!\\)(\\\\)*\|/g)?.length);
    const harmless = cells(renderMarkdown(await reportOf("x")));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (text) => {
        assert.deepEqual(cells(renderMarkdown(await reportOf(text))), harmless);
      }),
      { numRuns: 50 },
    );
  });

  it("fences a command that holds backticks", async () => {
    assert.ok(renderMarkdown(await reportOf("a `b` c")).includes("``a `b` c``"));
  });

  it("says score, checks and coverage", async () => {
    const text = renderMarkdown(await reportOf("x"));
    assert.ok(text.includes("**21 of 100**"));
    assert.equal(text.match(/^### PASS: x$/gm)?.length, 6);
    assert.equal(text.match(/^### FAIL: x$/gm)?.length, 1);
    assert.ok(
      text.includes(
        "0 events were read by x from x. **Incomplete:** something that was asked for is missing.\n\n- **Missing**: x\n",
      ),
    );
    assert.ok(text.includes("| Stage | Seconds |\n| --- | ---: |\n| x | 1.3 |\n| all | 1.3 |\n"), text);
    assert.ok(text.includes("<summary>Evidence: 1 event id</summary>\n\n- id-1\n"));
  });
});
