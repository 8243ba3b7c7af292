import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder where what must not be lost is kept between runs: stacks that are up, and the emulator they are in.
 *
 * `AUDIT_TRAIL_STATE` overrides it; otherwise `$XDG_STATE_HOME/audit-trail`, on macOS
 * `~/Library/Application Support/audit-trail`.
 * @default ~/.local/state/audit-trail
 */
export function stateFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.AUDIT_TRAIL_STATE) return env.AUDIT_TRAIL_STATE;
  if (env.XDG_STATE_HOME) return join(env.XDG_STATE_HOME, "audit-trail");
  return platform === "darwin"
    ? join(homedir(), "Library", "Application Support", "audit-trail")
    : join(homedir(), ".local", "state", "audit-trail");
}
