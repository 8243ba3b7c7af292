import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** A statement, and what it is called. */
export interface Asked {
  readonly name: string;
  readonly sql: string;
}

export interface Answer {
  readonly name: string;
  /** Values as Java writes them. */
  readonly rows?: readonly (readonly (string | null)[])[];
  readonly types?: string;
  readonly error?: string;
}

/** Of Trino; Athena's engine version 3 is based on it, without saying on which version. */
export const TRINO = "414";

/**
 * Runs statements in a real Trino, which Maven brings once into the user's cache.
 *
 * @throws Error where Java 17 or Maven is missing
 */
export function askTrino(statements: readonly Asked[]): Answer[] {
  const libraries = trinoLibraries();
  const folder = mkdtempSync(join(tmpdir(), "ask-trino-"));
  try {
    const [asked, answered] = [join(folder, "asked.jsonl"), join(folder, "answered.jsonl")];
    writeFileSync(asked, statements.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const program = join(__dirname, "AskTrino.java");
    const options = ["--add-opens", "java.base/java.nio=ALL-UNNAMED", "-Xmx3g", "-cp", join(libraries, "*")];
    execFileSync("java", [...options, program, asked, answered], { stdio: ["ignore", "ignore", "pipe"] });
    const lines = readFileSync(answered, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Answer);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function trinoLibraries(): string {
  const cache = process.env.AUDIT_TRAIL_CACHE ?? join(homedir(), ".cache", "audit-trail");
  const folder = join(cache, `trino-${TRINO}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${partial}`];
    execFileSync("mvn", ["-q", "-B", "-f", join(__dirname, "pom.xml"), ...goal], { stdio: "inherit" });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
