// Brings node_modules into line with package-lock.json. Node's built-ins only: this runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** As package.json's `engines` says; a test compares the two. */
export const OLDEST_NODE = "20.19";

/** Something is missing that the person who started this can bring. */
export class Missing extends Error {
  /** @param {string} problem @param {string} wayOut */
  constructor(problem, wayOut) {
    super(`${problem}\n  Way out: ${wayOut}`);
    this.name = "Missing";
  }
}

/** Throws when this Node is older than OLDEST_NODE. @param {string} version for example "20.19.0" */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const [needMajor, needMinor] = OLDEST_NODE.split(".").map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Missing(
    `Node ${version} at ${process.execPath} is too old; this needs ${OLDEST_NODE} or newer.`,
    "install a newer one: https://nodejs.org/, or `nvm install 22`",
  );
}

/** What a finished installation is known by: the lock file's text, and the platform that binaries were chosen for. */
export function stampOf(lockText) {
  const hash = createHash("sha256").update(lockText).digest("hex");
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/**
 * Whether npm's own record of what lies in node_modules has every package of the lock file in its version: then
 * somebody ran npm by hand, and there is nothing to do. Packages that are optional need not be there.
 */
export function recordMatches(lock, record) {
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (path === "" || wanted.link) return true;
    const there = record.packages?.[path];
    return there
      ? there.version === wanted.version && there.integrity === wanted.integrity
      : !!wanted.optional;
  });
}

/** Whether node_modules is what package-lock.json asks for. */
export function isCurrent(root = ROOT) {
  const lockText = readFileSync(join(root, "package-lock.json"), "utf8");
  const stamp = join(root, "node_modules", ".installed");
  if (read(stamp) === stampOf(lockText)) return true;
  const record = read(join(root, "node_modules", ".package-lock.json"));
  if (record === undefined || !recordMatches(JSON.parse(lockText), JSON.parse(record))) return false;
  // Packages for another platform can hide behind "optional", so npm's record counts only where it was never ours.
  if (existsSync(stamp) && read(stamp).split(" ")[1] !== stampOf("").split(" ")[1]) return false;
  writeFileSync(stamp, stampOf(lockText));
  return true;
}

/** Installs the dependencies when they are missing or not what package-lock.json asks for; true when it did. */
export async function ensureDependencies({ root = ROOT, waitMs = 15 * 60_000 } = {}) {
  if (isCurrent(root)) return false;
  const release = await lock(join(root, ".install.lock"), waitMs, () => isCurrent(root));
  if (!release) return false;
  try {
    if (isCurrent(root)) return false;
    await install(root);
    return true;
  } finally {
    release();
  }
}

async function install(root) {
  const lockText = readFileSync(join(root, "package-lock.json"), "utf8");
  const folders = Object.entries(JSON.parse(lockText).packages ?? {})
    .filter(([path, { optional }]) => path !== "" && !optional)
    .map(([path]) => join(root, path, "package.json"));
  const show = liveLine();
  const begun = Date.now();
  const tick = () => {
    const there = folders.filter((path) => existsSync(path)).length;
    show(`installing dependencies: ${there} of ${folders.length} packages, ${seconds(begun)} s`);
  };
  // `npm ci` begins by removing node_modules, and the stamp with it: an interrupted installation counts for nothing.
  rmSync(join(root, "node_modules", ".installed"), { force: true });
  show("installing dependencies");
  const { code, output } = await npm(["ci", "--no-audit", "--no-fund", "--prefer-offline"], root, tick);
  if (code !== 0) {
    show.end("installing dependencies: failed");
    throw explain(output);
  }
  writeFileSync(join(root, "node_modules", ".installed"), stampOf(lockText));
  show.end(`installed ${folders.length} packages in ${seconds(begun)} s`);
}

function npm(args, cwd, tick) {
  return new Promise((done) => {
    // Where npm started this script, the same npm goes on; a development setting of its run must not leave packages out.
    const own = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
    const { npm_config_omit: _omit, NODE_ENV: _env, ...env } = process.env;
    const options = { cwd, env, stdio: ["ignore", "pipe", "pipe"] };
    const child = own
      ? spawn(process.execPath, [own, ...args], options)
      : spawn("npm", args, { ...options, shell: process.platform === "win32" });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    const clock = setInterval(tick, 1000);
    const finish = (code) => {
      clearInterval(clock);
      done({ code, output });
    };
    child.once("error", (error) => {
      output += error.message;
      finish(1);
    });
    child.once("close", (code) => finish(code ?? 1));
  });
}

/** What npm's last words mean for the person who waits. @param {string} output */
export function explain(output) {
  const said = output
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^npm (warn|notice)/i.test(line))
    .slice(-8)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n");
  const npmSaid = said ? ` npm said:\n${said}` : "";
  if (/spawn npm ENOENT/.test(output)) {
    return new Missing("npm is not on PATH.", "install it with Node: https://nodejs.org/");
  }
  if (/ENOSPC|EDQUOT|no space left/i.test(output)) {
    return new Missing(
      `The disk is full: the dependencies need 500 MB.${npmSaid}`,
      "free some space and run this again",
    );
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|CERT|self[- ]signed/i.test(
      output,
    )
  ) {
    return new Missing(
      `The npm registry can't be reached.${npmSaid}`,
      "check the network (HTTPS_PROXY, NODE_EXTRA_CA_CERTS) and `npm config get registry`, then run this again",
    );
  }
  if (/\bE40[134]\b|ETARGET|ENOVERSIONS/.test(output)) {
    return new Missing(
      `The npm registry does not hand out one of the packages.${npmSaid}`,
      "name a registry that has it: npm config set registry <url>",
    );
  }
  if (/EUSAGE|can only install packages when your package\.json and package-lock\.json/.test(output)) {
    return new Missing(
      `package-lock.json does not fit package.json.${npmSaid}`,
      "run `npm install` and look at the difference",
    );
  }
  return new Missing(
    `npm could not install the dependencies.${npmSaid}`,
    "run `npm ci` and look at what it says",
  );
}

/**
 * Takes a lock file that holds the owner's pid; undefined when the other run did the work meanwhile.
 * A lock whose process is gone, or which nobody has touched for a minute, is taken over.
 */
async function lock(path, waitMs, isDone) {
  const show = liveLine();
  const begun = Date.now();
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw new Missing(`${path} can't be written (${error.code}).`, "make the folder writable");
      }
    }
    if (isLeftBehind(path)) {
      takeOver(path);
      continue;
    }
    if (Date.now() - begun > waitMs) {
      throw new Missing(
        `Another run (pid ${read(path)}) has been installing the dependencies for ${seconds(begun)} s.`,
        `wait for it; if no such run exists, delete ${path}`,
      );
    }
    show(
      `another run (pid ${read(path) || "?"}) is installing the dependencies, waiting ${seconds(begun)} s`,
    );
    await delay(200);
    if (!existsSync(path) && isDone()) {
      show.end("another run installed the dependencies");
      return undefined;
    }
  }
  const beat = setInterval(() => {
    const now = new Date();
    if (existsSync(path)) utimesSync(path, now, now);
  }, 10_000);
  const remove = () => rmSync(path, { force: true });
  process.once("exit", remove);
  return () => {
    clearInterval(beat);
    process.off("exit", remove);
    remove();
  };
}

function isLeftBehind(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > 60_000) return true;
    const pid = Number(read(path));
    if (pid) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Two runs may find the same dead owner: only the one that makes the guard folder removes the lock, and looks again. */
function takeOver(path) {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    if (existsSync(guard) && Date.now() - statSync(guard).mtimeMs > 10_000)
      rmSync(guard, { recursive: true, force: true });
    return;
  }
  if (isLeftBehind(path)) rmSync(path, { force: true });
  rmSync(guard, { recursive: true, force: true });
}

/** One line on stderr that is written over; where stderr is no terminal, a line when it begins, every 10 s, and at the end. */
function liveLine() {
  const live = process.stderr.isTTY;
  let last = 0;
  const show = (text) => {
    if (live) process.stderr.write(`\r\x1b[K${text}`);
    else if (Date.now() - last >= 10_000) process.stderr.write(`${text}\n`);
    else return;
    last = Date.now();
  };
  show.end = (text) => process.stderr.write(live ? `\r\x1b[K${text}\n` : `${text}\n`);
  return show;
}

const seconds = (begun) => Math.round((Date.now() - begun) / 1000);

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Checks Node and brings the dependencies; on a failure it says why and ends the process with code 1. */
export async function prepare() {
  try {
    checkNode();
    await ensureDependencies();
  } catch (error) {
    process.stderr.write(`${error instanceof Missing ? error.message : error.stack}\n`);
    process.exit(1);
  }
}
