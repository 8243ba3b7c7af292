import { ChildProcess, spawn } from "node:child_process";
import { createWriteStream, WriteStream } from "node:fs";
import { Socket } from "node:net";
import { createInterface } from "node:readline";

const MARK = "AUDIT-TRAIL-EMULATOR ";
const KEPT_LINES = 200;
const SHOWN_LINES = 20;

/** What the launcher says of itself; see `launcher/report.py`. */
export interface LauncherEvent {
  event: "starting" | "port-taken" | "upstream-changed";
  port?: number;
  detail?: string;
}

/** The launcher as a child process: its events, its log, its end. */
export class LauncherProcess {
  readonly events: LauncherEvent[] = [];
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly file: WriteStream | undefined;
  private ended: string | undefined;
  private readonly end: Promise<void>;

  constructor(
    python: string,
    launcherParent: string,
    folder: string,
    env: NodeJS.ProcessEnv,
    logFile?: string,
  ) {
    this.file = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a" });
    // A group of its own: Ctrl-C on the terminal must not take the emulator away from the clean-up that needs it.
    this.child = spawn(python, ["-m", "launcher"], {
      cwd: folder,
      env: { ...env, PYTHONPATH: launcherParent },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.read(line));
    }
    this.child.stdin?.on("error", () => {}); // it ended first, which `ended` tells
    this.end = new Promise((done) => {
      this.child.once("error", (error) => done(this.finish(error.message)));
      this.child.once("close", (code, signal) => done(this.finish(signal ?? `exit code ${code}`)));
    });
    // A forgotten emulator must not keep this process from ending; it ends itself when its standard input does.
    this.child.unref();
    for (const pipe of [this.child.stdin, this.child.stdout, this.child.stderr])
      (pipe as Socket | null)?.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** How it ended, or undefined while it runs. */
  howEnded(): string | undefined {
    return this.ended;
  }

  /** Its last lines. */
  recentLog(): string {
    return this.lines.slice(-SHOWN_LINES).join("\n");
  }

  /** Ends the whole group: politely, and after `graceMs` by force. */
  async stop(graceMs: number): Promise<void> {
    this.signal("SIGTERM");
    const timer = setTimeout(() => this.signal("SIGKILL"), graceMs);
    await this.end;
    clearTimeout(timer);
  }

  private signal(name: NodeJS.Signals): void {
    if (this.ended !== undefined || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  private read(line: string): void {
    if (line.startsWith(MARK)) this.events.push(JSON.parse(line.slice(MARK.length)) as LauncherEvent);
    else this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    this.file?.write(line + "\n");
  }

  private finish(how: string): void {
    this.ended ??= how;
    this.file?.end();
  }
}
