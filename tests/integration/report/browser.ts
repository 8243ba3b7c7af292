import { ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { tmpdir } from "node:os";
import { Readable, Writable } from "node:stream";

export const browserNames = ["chromium", "chromium-browser", "google-chrome"] as const;
const patienceMs = 60_000;

/** The first browser on PATH, if there is one. */
export function findBrowser(path = process.env.PATH ?? ""): string | undefined {
  const places = browserNames.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface Look {
  width: number;
  height?: number;
  scheme?: "light" | "dark";
  media?: "screen" | "print";
}

const KEYS = {
  Tab: { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 },
  Enter: { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" },
  Space: { key: " ", code: "Space", windowsVirtualKeyCode: 32, text: " " },
  Escape: { key: "Escape", code: "Escape", windowsVirtualKeyCode: 27 },
} as const;

type Params = Record<string, unknown>;

interface Message {
  id?: number;
  method?: string;
  params?: Params;
  result?: Params;
  error?: { message: string };
}

/** A headless Chromium with one page, spoken to through a pipe by the DevTools protocol: no port, nothing installed. */
export class Browser {
  /** What the page wrote to its console, errors and refused requests included. */
  readonly complaints: string[] = [];
  /** The addresses that the page asked for. */
  readonly requests: string[] = [];
  #session: string | undefined;
  #last = 0;
  #rest = "";
  readonly #waiting = new Map<number, { done: (result: Params) => void; failed: (error: Error) => void }>();
  readonly #events = new Map<string, () => void>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.#answers.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
    child.once("error", (error) => this.#giveUp(error));
    child.once("exit", (code, signal) => this.#giveUp(new Error(`the browser ended: ${code ?? signal}`)));
  }

  static async start(executable: string): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), "audit-trail-browser-"));
    const quiet = ["background-networking", "component-update", "sync", "gpu", "quic", "dev-shm-usage"];
    const child = spawn(
      executable,
      [
        "--headless",
        "--remote-debugging-pipe",
        // The page is our own, and root (in a container) may not have the sandbox.
        "--no-sandbox",
        "--no-first-run",
        "--hide-scrollbars",
        ...quiet.map((name) => `--disable-${name}`),
        `--user-data-dir=${folder}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const browser = new Browser(child, folder);
    try {
      const { targetId } = await browser.#send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await browser.#send("Target.attachToTarget", { targetId, flatten: true });
      browser.#session = String(sessionId);
      for (const domain of ["Page", "Runtime", "Log", "Network"]) await browser.#send(`${domain}.enable`);
      return browser;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** Goes to a page and waits until it is loaded. */
  async open(url: string): Promise<void> {
    this.complaints.length = this.requests.length = 0;
    const loaded = this.#within(
      "the page",
      new Promise<void>((done) => this.#events.set("Page.loadEventFired", done)),
    );
    await this.#send("Page.navigate", { url });
    await loaded;
  }

  async show(look: Look): Promise<void> {
    const { width, height = 900, scheme = "light", media = "screen" } = look;
    const size = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.#send("Emulation.setDeviceMetricsOverride", size);
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#send("Emulation.setEmulatedMedia", { media, features });
  }

  /** What an expression comes to in the page; a page's own policy does not forbid it. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  }

  /** Clicks the middle of the first element that fits, as a mouse does. */
  async click(selector: string): Promise<void> {
    const place = await this.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: "center" });
      const { x, y, width, height } = element.getClientRects()[0];
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    const mouse = { ...(place as Params), button: "left", clickCount: 1 };
    await this.#send("Input.dispatchMouseEvent", { ...mouse, type: "mousePressed" });
    await this.#send("Input.dispatchMouseEvent", { ...mouse, type: "mouseReleased" });
  }

  /** Presses a key: `Tab`, `Enter`, `Escape`, `Space`. */
  async press(key: keyof typeof KEYS): Promise<void> {
    await this.#send("Input.dispatchKeyEvent", { type: "keyDown", ...KEYS[key] });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...KEYS[key] });
  }

  /** Types a text where the focus is. */
  async type(text: string): Promise<void> {
    await this.#send("Input.insertText", { text });
  }

  /** The page as a picture (PNG): what is on the screen, or all of it. */
  async screenshot(whole = false): Promise<Buffer> {
    const { data } = await this.#send("Page.captureScreenshot", { captureBeyondViewport: whole });
    return Buffer.from(String(data), "base64");
  }

  /** The page on paper (PDF, A4). */
  async print(): Promise<Buffer> {
    await this.#send("Emulation.setEmulatedMedia", { media: "" });
    const paper = { paperWidth: 8.27, paperHeight: 11.69, preferCSSPageSize: true };
    const { data } = await this.#send("Page.printToPDF", paper);
    return Buffer.from(String(data), "base64");
  }

  /** Lets the page run its scripts, or not; from the next page on. */
  async scripts(run: boolean): Promise<void> {
    await this.#send("Emulation.setScriptExecutionDisabled", { value: !run });
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined) {
      const ended = new Promise((done) => this.child.once("exit", done));
      // Asked to, it takes its own helpers along.
      await this.#send("Browser.close", {}, undefined).catch(() => this.child.kill("SIGKILL"));
      await this.#within("the browser's end", ended).catch(() => this.child.kill("SIGKILL"));
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #answers(): Readable {
    return this.child.stdio[4] as Readable;
  }

  #send(method: string, params: Params = {}, session = this.#session): Promise<Params> {
    const id = ++this.#last;
    const answer = new Promise<Params>((done, failed) => this.#waiting.set(id, { done, failed }));
    const message = { id, method, params, ...(session !== undefined && { sessionId: session }) };
    (this.child.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    return this.#within(method, answer);
  }

  #hear(text: string): void {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop() ?? "";
    for (const message of messages) this.#take(JSON.parse(message) as Message);
  }

  #take({ id, method = "", params = {}, result = {}, error }: Message): void {
    if (id !== undefined) {
      const { done, failed } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (error) failed?.(new Error(error.message));
      else done?.(result);
      return;
    }
    if (method === "Network.requestWillBeSent")
      this.requests.push((params as { request: { url: string } }).request.url);
    if (method === "Page.javascriptDialogOpening") this.complaints.push(JSON.stringify(params));
    if (["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"].includes(method)) {
      this.complaints.push(JSON.stringify(params));
    }
    this.#events.get(method)?.();
  }

  #giveUp(error: Error): void {
    for (const { failed } of this.#waiting.values()) failed(error);
    this.#waiting.clear();
  }

  #within<T>(what: string, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, failed) => {
      timer = setTimeout(
        () => failed(new Error(`${what}: nothing after ${patienceMs / 1000} s`)),
        patienceMs,
      );
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}
