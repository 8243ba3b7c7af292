import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderHtml, type Report } from "../../../detective";
import { Browser, browserNames, findBrowser, type Look } from "./browser";
import { attacks, hostileReport } from "./hostileReport";
import { column, faint, lost, tooWide, violations } from "./pageChecks";
import { report } from "./report";
import { sampleIncident } from "./sampleIncident";

const executable = findBrowser();
const why = executable ? "" : ` (skipped: none of ${browserNames.join(", ")} is on PATH)`;
/** Where the pictures go that a person may want to look at. */
const pictures = process.env.AUDIT_TRAIL_PICTURES;

describe(`the report in a browser${why}`, () => {
  let folder: string;
  let browser: Browser;
  let page: string;
  let incident: string;
  let big: string;

  const write = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return pathToFileURL(path).href;
  };
  const open = async (url: string, look: Look = { width: 1280 }) => {
    await browser.show(look);
    await browser.open(url);
  };
  const rendered = async (name: string, of: Report) => write(`${name}.html`, renderHtml(of));

  before(async function () {
    if (executable === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "audit-trail-report-"));
    browser = await Browser.start(executable);
    page = await rendered("report", await report());
    incident = await rendered("incident", await sampleIncident(60));
    big = await rendered("big", await sampleIncident(3000));
  });
  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  it("asks for nothing but itself and has nothing to complain of", async () => {
    for (const each of [page, incident, big]) {
      await open(each);
      assert.deepEqual(browser.requests, [each]);
      assert.deepEqual(browser.complaints, []);
    }
  });

  it("would be caught if it did", async () => {
    const other = await write(
      "other.html",
      `<!doctype html><img src="http://127.0.0.1:9/x.png" /><script>console.error("no")</script>`,
    );
    await open(other);
    assert.deepEqual(browser.requests, [other, "http://127.0.0.1:9/x.png"]);
    assert.ok(browser.complaints.length >= 1);
  });

  it("runs nothing that was recorded, wherever it stands and whatever is clicked", async () => {
    const hostile = await rendered("hostile", await hostileReport());
    for (const look of [{ width: 1280 }, { width: 400, scheme: "dark" }] as const) {
      await open(hostile, look);
      await browser.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
      await browser.evaluate(
        `document.querySelectorAll("th button, a.point, a.ev").forEach((each) => each.click())`,
      );
      await browser.evaluate(`document.querySelectorAll("input").forEach((each) => {
        each.value = "<img";
        each.dispatchEvent(new Event("input"));
      })`);
      assert.equal(await browser.evaluate("typeof window.caught"), "undefined");
      assert.equal(
        await browser.evaluate(
          `document.querySelectorAll("img, iframe, base, link, script:not(:last-of-type), [onerror], [onload]").length`,
        ),
        0,
      );
      assert.deepEqual(browser.requests, [hostile]);
      assert.deepEqual(browser.complaints, []);
      const shown = await browser.evaluate(`document.querySelector(".finding h3").textContent`);
      assert.ok(
        attacks.some((attack) => String(shown).includes(attack)),
        String(shown),
      );
    }
  });

  it("has its headings in order, names for its tables, and targets for its links", async () => {
    await open(page);
    const headings = `[...document.querySelectorAll("h1, h2, h3")].filter((h) => !h.closest("dialog")).map((h) => h.tagName + " " + h.textContent.trim())`;
    assert.deepEqual(await browser.evaluate(headings), [
      "H1 CloudTrail exercise",
      "H2 Questions",
      "H3 The 10 most recent events",
      "H3 Failed and denied calls",
      "H3 Policies attached to users (AttachUserPolicy)",
      "H3 Events on bucket nobody",
      "H2 Checks",
      "H3 The trail encrypts with that key, and is logging now",
      "H3 The KMS key is enabled, has its alias, and only this trail encrypts with it",
      "H3 The bucket encrypts with that key by default, with a bucket key",
      "H3 All four public access blocks are on",
      "H3 The bucket policy lets this trail deliver, nobody else, and only over TLS",
      "H3 The trail records every Region",
      "H3 Log-file validation is on",
      "H2 Mission score",
      ...["identity", "data", "detection", "infrastructure", "response"].map((pillar) => `H3 ${pillar}`),
      "H2 Coverage",
      "H2 Stages",
      "H2 Notes",
    ]);
    await open(incident);
    assert.deepEqual(((await browser.evaluate(headings)) as string[]).slice(0, 12), [
      "H1 Incident of 12 January",
      "H2 Findings",
      "H3 critical newcomer made itself administrator",
      "H3 critical The trail was stopped",
      "H3 high A new user with an access key was left behind",
      "H3 high Hundreds of objects were read within minutes",
      "H3 medium A run of refused calls",
      "H2 Timeline",
      "H3 What",
      "H3 Who",
      "H3 Where from",
      "H2 Questions",
    ]);
    for (const each of [page, incident, big]) {
      await open(each);
      const nameless = `[...document.querySelectorAll("table")].filter((t) => !document.getElementById(t.getAttribute("aria-labelledby"))?.textContent.trim()).length`;
      assert.equal(await browser.evaluate(nameless), 0);
      assert.deepEqual(await browser.evaluate(lost), []);
    }
  });

  for (const width of [320, 400, 800, 1280]) {
    it(`needs no scrolling to the side on ${width} pixels, with everything open`, async () => {
      for (const each of [page, incident]) {
        await open(each, { width });
        await browser.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
        assert.deepEqual(await browser.evaluate(tooWide), [], each);
      }
    });
  }

  for (const scheme of ["light", "dark"] as const) {
    it(`has enough contrast in ${scheme}, and nothing that axe-core objects to`, async () => {
      const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
      for (const each of [page, incident]) {
        await open(each, { width: 1280, scheme });
        const paper = await browser.evaluate("getComputedStyle(document.body).backgroundColor");
        assert.equal(paper, scheme === "light" ? "rgb(255, 255, 255)" : "rgb(18, 22, 27)");
        assert.deepEqual(await browser.evaluate(faint), []);
        await browser.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
        await browser.evaluate(axe);
        assert.deepEqual(await browser.evaluate(violations), []);
      }
      await browser.click("a.ev");
      assert.deepEqual(await browser.evaluate(violations), []);
    });
  }

  it("shows what failed at once, other evidence after a click, and all of it on paper", async () => {
    await open(page);
    const state = `[...document.querySelectorAll("details.check")].map((each) => each.open)`;
    assert.deepEqual(await browser.evaluate(state), [true, false, false, false, false, false, false]);
    await browser.evaluate(`document.querySelector("a[href='#check-1']").click()`);
    assert.deepEqual(await browser.evaluate(state), [true, true, false, false, false, false, false]);
    await browser.show({ width: 700, media: "print" });
    const hidden = `[...document.querySelectorAll("details li, details td")].filter((e) => !e.checkVisibility()).length`;
    assert.equal(await browser.evaluate(hidden), 0);
  });

  describe("a table", () => {
    const calls = column("what", 5);

    it("sorts by its headers, by mouse and by keyboard, and says so", async () => {
      await open(incident);
      const before = (await browser.evaluate(calls)) as string[];
      const header = "table[aria-labelledby='what'] th:nth-child(6)";
      await browser.click(`${header} button`);
      const rising = [...before].sort((a, b) => Number(a) - Number(b));
      assert.deepEqual(await browser.evaluate(calls), rising);
      assert.equal(await browser.evaluate(`document.querySelector("${header}").ariaSort`), "ascending");
      await browser.press("Enter");
      assert.deepEqual(await browser.evaluate(calls), [...rising].reverse());
      assert.equal(await browser.evaluate(`document.querySelector("${header}").ariaSort`), "descending");
      assert.equal(
        await browser.evaluate(`document.querySelector("body > [role=status]").textContent`),
        "Sorted by Calls, descending",
      );
      // Back one column, without a mouse.
      await browser.evaluate(
        `document.querySelector("table[aria-labelledby='what'] th:nth-child(1) button").focus()`,
      );
      await browser.press("Tab");
      await browser.press("Space");
      const whats = (await browser.evaluate(column("what", 1))) as string[];
      assert.deepEqual(whats, [...whats].sort(new Intl.Collator("en", { numeric: true }).compare));
      assert.equal(await browser.evaluate(`document.querySelector("${header}").ariaSort`), null);
    });

    it("keeps a row's free text below its row", async () => {
      await open(page);
      const order = `[...document.querySelector("table[aria-labelledby='question-1'], table").rows].length`;
      assert.ok(Number(await browser.evaluate(order)) > 0);
      await open(incident);
      const pairs = `[...document.querySelectorAll("table[aria-labelledby='question-2'] td.text")].every((text) =>
        text.textContent.includes("perform: " + text.parentElement.previousElementSibling.cells[1].textContent))`;
      assert.equal(await browser.evaluate(pairs), true);
      await browser.click("table[aria-labelledby='question-2'] th:nth-child(2) button");
      const events = (await browser.evaluate(column("question-2", 1))) as string[];
      assert.deepEqual(events, [...events].sort());
      assert.equal(await browser.evaluate(pairs), true);
    });

    it("filters by all words typed, and counts what is left", async () => {
      await open(incident);
      const field = "input[aria-label='Filter the rows of: What']";
      const number = `document.querySelector("${field}").parentElement.querySelector("output").textContent`;
      assert.equal(await browser.evaluate(number), "28 rows");
      await browser.click(field);
      await browser.type("GETSECRET  newcomer");
      assert.equal(await browser.evaluate(number), "4 of 28 rows");
      assert.deepEqual(await browser.evaluate(column("what", 3)), Array(4).fill("GetSecretValue"));
      await browser.evaluate(`document.querySelector("${field}").select()`);
      await browser.type("nobody");
      assert.equal(await browser.evaluate(number), "0 of 28 rows");
    });
  });

  describe("a record", () => {
    const dialog = `document.querySelector("dialog[open]")?.querySelector("pre").textContent`;

    it("opens from a finding, a row and the drawing, and closes by Escape, back to where one was", async () => {
      await open(incident);
      await browser.click(".finding:nth-child(2) a.ev");
      const record = JSON.parse(String(await browser.evaluate(dialog))) as Record<string, unknown>;
      assert.equal(record.eventName, "StopLogging");
      assert.deepEqual(record.requestParameters, { name: "security-audit-trail" });
      await browser.press("Escape");
      assert.equal(await browser.evaluate(dialog), undefined);
      assert.equal(
        await browser.evaluate(
          `document.activeElement.closest(".finding h3, .finding")?.querySelector("h3").textContent.trim()`,
        ),
        "critical The trail was stopped",
      );
      await browser.click("table[aria-labelledby='what'] tbody tr:first-child a.ev");
      assert.match(String(await browser.evaluate(dialog)), /"eventName": "GetCallerIdentity"/);
      await browser.press("Escape");
      await browser.evaluate(`document.querySelector("a.point:has(.escalation)").focus()`);
      assert.equal(
        await browser.evaluate(
          `getComputedStyle(document.querySelector("a.point:has(.escalation) .tip")).opacity`,
        ),
        "1",
      );
      await browser.press("Enter");
      assert.match(String(await browser.evaluate(dialog)), /"eventName": "AttachUserPolicy"/);
    });

    it("leads to the others that a finding rests on", async () => {
      await open(incident);
      await browser.click(".finding:nth-child(5) a.ev:nth-of-type(2)");
      const place = `document.querySelector("dialog .soft").textContent`;
      assert.equal(await browser.evaluate(place), "2 of 12");
      assert.match(String(await browser.evaluate(dialog)), /"eventName": "GetSecretValue"/);
      // From Close, the one button before it.
      await browser.evaluate(
        `[...document.querySelectorAll("dialog button")].find((b) => b.textContent === "Next").focus()`,
      );
      await browser.press("Enter");
      assert.equal(await browser.evaluate(place), "3 of 12");
      assert.match(String(await browser.evaluate(dialog)), /"eventName": "DescribeInstances"/);
    });
  });

  it("is whole without its script: links lead to folded records, and nothing offers what it can't do", async () => {
    await browser.scripts(false);
    try {
      await open(incident);
      assert.equal(await browser.evaluate(`document.querySelectorAll("button, input").length`), 0);
      await browser.click(".finding:nth-child(2) a.ev");
      const seen = `[...document.querySelectorAll(".record pre")].filter((e) => e.checkVisibility()).map((e) => JSON.parse(e.textContent).eventName)`;
      assert.deepEqual(await browser.evaluate(seen), ["StopLogging"]);
    } finally {
      await browser.scripts(true);
    }
  });

  it("draws thousands of calls as few marks, and stays quick", async () => {
    const started = performance.now();
    await open(big);
    await browser.click("table[aria-labelledby='question-1'] th:nth-child(2) button");
    const took = performance.now() - started;
    assert.ok(took < 15_000, `${took} ms`);
    assert.ok(Number(await browser.evaluate(`document.querySelectorAll(".drawing .point").length`)) < 30);
    assert.ok(Number(await browser.evaluate(`document.documentElement.scrollHeight`)) < 20_000);
    assert.deepEqual(await browser.evaluate(tooWide), []);
  });

  it("prints: findings, drawing and tables, without what only a screen can use", async () => {
    await open(big, { width: 700, media: "print" });
    const seen = (selector: string) =>
      browser.evaluate(
        `[...document.querySelectorAll("${selector}")].filter((e) => e.checkVisibility()).length`,
      );
    assert.equal(await seen(".filter, dialog, td.evidence"), 0);
    assert.equal(await seen(".finding"), 5);
    assert.equal(await seen("table[aria-labelledby='question-1'] tbody tr"), 300);
    assert.ok(Number(await seen(".lane .sign")) > 5);
    const paper = await browser.print();
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
    const pages = paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 8 && pages < 60, `${pages} pages`);
  });

  it("has its picture taken", async () => {
    const looks: [string, Look][] = [
      ["light", { width: 1280 }],
      ["dark", { width: 1280, scheme: "dark" }],
      ["narrow", { width: 400 }],
    ];
    if (pictures) await mkdir(pictures, { recursive: true });
    for (const [name, look] of looks) {
      await open(incident, look);
      const picture = await browser.screenshot(true);
      // A PNG says its width there.
      assert.equal(picture.readUInt32BE(16), look.width);
      if (pictures) await writeFile(join(pictures, `${name}.png`), picture);
    }
    if (pictures) await writeFile(join(pictures, "paper.pdf"), await browser.print());
  });
});
