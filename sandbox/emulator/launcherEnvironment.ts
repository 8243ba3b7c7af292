import { join } from "node:path";
import { cacheFolder } from "../cacheFolder";
import { DEFAULT_ACCOUNT, rootCredentials } from "./rootCredentials";
import { EmulatorOptions } from "./startEmulator";

/** Passed on from this process; nothing else is, so that AWS and proxy settings meant for others do no harm. */
const PASSED_ON = ["PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"];

/** The example key of AWS's documentation, which LocalEmu's own tools use as the root user's. */
const EXAMPLE_ROOT_KEY = "AKIAIOSFODNN7EXAMPLE";

/** The environment that the launcher runs in. */
export function launcherEnvironment(
  folder: string,
  options: Omit<EmulatorOptions, "progress" | "logFile" | "readyMs">,
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const roots = [DEFAULT_ACCOUNT, ...(options.accounts ?? [])].map((id) => rootCredentials(id).accessKeyId);
  return {
    ...Object.fromEntries(PASSED_ON.filter((name) => from[name]).map((name) => [name, from[name]])),
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    // Everything it writes lies below this folder, also what follows the home folder.
    HOME: folder,
    TMPDIR: folder,
    FILESYSTEM_ROOT: join(folder, "files"),
    AUDIT_TRAIL_EMULATOR_FOLDER: folder,
    AUDIT_TRAIL_EMULATOR_REMOVES_FOLDER: "1",
    AUDIT_TRAIL_EMULATOR_INDEX_FOLDER: join(cacheFolder(from), "localemu-index"),
    AUDIT_TRAIL_EMULATOR_PORT: String(options.port ?? 0),
    AUDIT_TRAIL_DELIVERY_SECONDS: String(options.deliverySeconds ?? 1),
    AUDIT_TRAIL_DIGEST_SECONDS: String(options.digestSeconds ?? 5),
    AUDIT_TRAIL_EVENTBRIDGE_SECONDS: String(options.eventBridgeSeconds ?? 1),
    AUDIT_TRAIL_EMULATOR_WARM_UP: options.warmUp === false ? "0" : "1",
    IAM_ENFORCEMENT: options.iamEnforcement === false ? "0" : "1",
    ROOT_ACCESS_KEYS: [...roots, EXAMPLE_ROOT_KEY].join(","),
    PARITY_AWS_ACCESS_KEY_ID: "1", // key ids start with AKIA and ASIA, and name their account
    OVERRIDE_IN_DOCKER: "0", // else it writes into a system folder
    SQS_ENDPOINT_STRATEGY: "off", // else queue URLs name a host that does not resolve
    DNS_ADDRESS: "0", // no name server of its own
    DISABLE_EVENTS: "1", // no usage statistics
    SKIP_SSL_CERT_DOWNLOAD: "1",
    ...options.env,
  };
}
