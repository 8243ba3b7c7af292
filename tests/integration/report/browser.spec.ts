import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderHtml } from "../../../detective";
import { Browser, browserNames, findBrowser } from "./browser";
import { report } from "./report";

const executable = findBrowser();
const why = executable ? "" : ` (skipped: none of ${browserNames.join(", ")} is on PATH)`;

describe(`the report in a browser${why}`, () => {
  let folder: string;
  let browser: Browser;
  let page: string;

  const write = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return pathToFileURL(path).href;
  };

  before(async function () {
    if (executable === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "audit-trail-report-"));
    browser = await Browser.start(executable);
    page = await write("report.html", renderHtml(await report()));
  });
  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  it("asks for nothing but itself and has nothing to complain of", async () => {
    await browser.show({ width: 1280 });
    await browser.open(page);
    assert.deepEqual(browser.requests, [page]);
    assert.deepEqual(browser.complaints, []);
  });

  it("would be caught if it did", async () => {
    const other = await write(
      "other.html",
      `<!doctype html><img src="http://127.0.0.1:9/x.png" /><script>console.error("no")</script>`,
    );
    await browser.open(other);
    assert.deepEqual(browser.requests, [other, "http://127.0.0.1:9/x.png"]);
    assert.ok(browser.complaints.length >= 1);
  });

  it("has its headings in order, names for its tables, and targets for its links", async () => {
    await browser.open(page);
    const headings = `[...document.querySelectorAll("h1, h2, h3")].map((h) => h.tagName + " " + h.textContent.trim())`;
    assert.deepEqual(await browser.evaluate(headings), [
      "H1 CloudTrail exercise",
      "H2 Checks",
      "H3 The KMS key is enabled, has its alias, and only this trail encrypts with it",
      "H3 The bucket encrypts with that key by default, with a bucket key",
      "H3 All four public access blocks are on",
      "H3 The bucket policy lets this trail deliver, nobody else, and only over TLS",
      "H3 The trail records every region",
      "H3 Log-file validation is on",
      "H3 The trail encrypts with that key, and is logging now",
      "H2 Mission score",
      ...["identity", "data", "detection", "infrastructure", "response"].map((pillar) => `H3 ${pillar}`),
      "H2 Questions",
      "H3 The 10 most recent events",
      "H3 Failed and denied calls",
      "H3 Policies attached to users (AttachUserPolicy)",
      "H3 Events on bucket nobody",
      "H2 Coverage",
      "H2 Stages",
      "H2 Notes",
    ]);
    const captions = `[...document.querySelectorAll("table")].filter((t) => !t.caption?.textContent.trim()).length`;
    assert.equal(await browser.evaluate(captions), 0);
    const lost = `[...document.querySelectorAll("a, [aria-labelledby]")]
      .map((e) => e.getAttribute("aria-labelledby") ?? e.getAttribute("href").slice(1))
      .filter((id) => document.querySelectorAll("#" + id).length !== 1)`;
    assert.deepEqual(await browser.evaluate(lost), []);
  });

  for (const width of [320, 400, 800, 1280]) {
    it(`needs no scrolling to the side on ${width} pixels, with everything open`, async () => {
      await browser.show({ width });
      await browser.open(page);
      await browser.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
      const over = `[document.documentElement, ...document.querySelectorAll(".scroll")]
        .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent.trim().slice(0, 40))`;
      assert.deepEqual(await browser.evaluate(over), []);
    });
  }

  for (const scheme of ["light", "dark"] as const) {
    it(`has enough contrast in ${scheme}`, async () => {
      await browser.show({ width: 1280, scheme });
      await browser.open(page);
      assert.deepEqual(await browser.evaluate(faint), []);
      const paper = await browser.evaluate("getComputedStyle(document.body).backgroundColor");
      assert.equal(paper, scheme === "light" ? "rgb(255, 255, 255)" : "rgb(18, 22, 27)");
    });
  }

  it("shows what failed at once, other evidence after a click, and all of it on paper", async () => {
    await browser.show({ width: 1280 });
    await browser.open(page);
    const open = `[...document.querySelectorAll("details.check")].map((each) => each.open)`;
    assert.deepEqual(await browser.evaluate(open), [false, false, false, false, false, false, true]);
    await browser.evaluate(`document.querySelector("a[href^='#evidence-']").click()`);
    assert.deepEqual(await browser.evaluate(open), [true, false, false, false, false, false, true]);
    await browser.show({ width: 700, media: "print" });
    const hidden = `[...document.querySelectorAll("details li, details td")].filter((e) => !e.checkVisibility()).length`;
    assert.equal(await browser.evaluate(hidden), 0);
  });
});

/** Texts whose contrast is below what WCAG 2 asks for (4.5). */
const faint = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (e) => {
    const colour = getComputedStyle(e).backgroundColor;
    return channels(colour)[3] === 0 && e.parentElement ? ground(e.parentElement) : colour;
  };
  return [...document.querySelectorAll("body *")]
    .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((e) => {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    })
    .map((e) => e.outerHTML.slice(0, 80));
})()`;
