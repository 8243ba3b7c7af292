import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

/** What a command line came to. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A shell that has the command on its PATH, a state folder of its own, and no AWS configuration but what is given. */
export class CommandLine {
  private constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async open(env: NodeJS.ProcessEnv = {}): Promise<CommandLine> {
    const folder = await mkdtemp(join(tmpdir(), "audit-trail-cli-"));
    await mkdir(join(folder, "bin"));
    await symlink(join(root, "bin", "audit-trail.mjs"), join(folder, "bin", "audit-trail"));
    const ours = Object.entries(process.env).filter(
      ([name]) => !/^(AWS_|AUDIT_TRAIL_STATE|NO_COLOR|COLUMNS|TZ)/.test(name),
    );
    return new CommandLine(folder, {
      ...Object.fromEntries(ours),
      PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
      AUDIT_TRAIL_STATE: join(folder, "state"),
      AWS_CONFIG_FILE: join(folder, "none"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
      AWS_EC2_METADATA_DISABLED: "true",
      TZ: "UTC",
      ...env,
    });
  }

  /** Runs a line as it is typed. */
  run(line: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return new Promise((done) => {
      const options = { cwd: root, env: { ...this.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
      execFile("sh", ["-c", line], options, (error, stdout, stderr) => {
        done({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      });
    });
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
