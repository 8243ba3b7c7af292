import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder under the user's cache where the sandbox keeps what it installs (engine, emulator).
 *
 * `AUDIT_TRAIL_CACHE` overrides it; otherwise `$XDG_CACHE_HOME/audit-trail`, on macOS `~/Library/Caches/audit-trail`.
 * @default ~/.cache/audit-trail
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.AUDIT_TRAIL_CACHE) return env.AUDIT_TRAIL_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, "audit-trail");
  return platform === "darwin"
    ? join(homedir(), "Library", "Caches", "audit-trail")
    : join(homedir(), ".cache", "audit-trail");
}
