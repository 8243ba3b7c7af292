import { createHash } from "node:crypto";
import { open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import type { EvidenceSink, IntegritySummary } from "./evidence";

/** Says what is evidence of what, at its beginning. */
export interface EvidenceHead {
  /** Of this program. */
  version: string;
  /** ISO 8601, when it was made. */
  made: string;
  /** What was validated. */
  source: string;
  /** ISO 8601: what was asked for; absent where all was. */
  since?: string;
  until?: string;
}

/** Rows in one JSON document, or a line each. */
export type EvidenceForm = "json" | "jsonl";

/** Evidence as text, piece by piece: a head, rows of `type` digest, log, finding and unknown, and the summary. */
export class EvidenceText {
  private rows = 0;

  constructor(private readonly form: EvidenceForm) {}

  begin(head: EvidenceHead): string {
    if (this.form === "jsonl") return `${JSON.stringify({ type: "head", ...head })}\n`;
    return `{\n"head": ${JSON.stringify(head)},\n"evidence": [`;
  }

  row(type: "digest" | "log" | "finding" | "unknown", row: object): string {
    const text = JSON.stringify({ type, ...row });
    if (this.form === "jsonl") return `${text}\n`;
    return `${this.rows++ === 0 ? "\n" : ",\n"}${text}`;
  }

  end(summary: IntegritySummary): string {
    if (this.form === "jsonl") return `${JSON.stringify({ type: "summary", ...summary })}\n`;
    return `\n],\n"summary": ${JSON.stringify(summary)}\n}\n`;
  }
}

/** Takes evidence as text, piece by piece. */
export function evidenceSink(
  text: EvidenceText,
  write: (piece: string) => void | Promise<void>,
): EvidenceSink {
  return {
    digest: (row) => write(text.row("digest", row)),
    log: (row) => write(text.row("log", row)),
    finding: (row) => write(text.row("finding", row)),
    unknown: (row) => write(text.row("unknown", row)),
  };
}

const ENOUGH = 256 * 1024;

/** A file that has its name only once it is whole. */
export class WholeFile {
  private gathered = "";
  private kept = false;
  private readonly hash = createHash("sha256");

  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
  ) {}

  /** @throws Error where the folder isn't there or can't be written, or the path is a folder's */
  static async create(path: string): Promise<WholeFile> {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw new Error("it is a folder");
    const temporary = `${path}.${process.pid}.part`;
    return new WholeFile(path, temporary, await open(temporary, "w"));
  }

  async write(piece: string): Promise<void> {
    this.gathered += piece;
    if (this.gathered.length >= ENOUGH) await this.flush();
  }

  /** @returns the file's SHA-256 in hex */
  async keep(): Promise<string> {
    await this.flush();
    await this.file.sync();
    await this.file.close();
    await rename(this.temporary, this.path);
    this.kept = true;
    return this.hash.digest("hex");
  }

  /** Leaves nothing behind, unless it was kept. */
  async drop(): Promise<void> {
    if (this.kept) return;
    await this.file.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
  }

  private async flush(): Promise<void> {
    const text = this.gathered;
    this.gathered = "";
    this.hash.update(text);
    // All of it: `write` may leave something over where the disk is full.
    await this.file.appendFile(text);
  }
}
