import { join } from "node:path";
import { cacheFolder } from "../cacheFolder";
import { PINNED_ENGINE } from "./engineVersion";

/** How an engine came here: found on PATH or under ~/.pulumi, downloaded from its vendor, or built from Go modules. */
export type EngineOrigin = "path" | "versions" | "download" | "build";

/** A Pulumi engine; `PulumiCommand.get({ root })` takes it. */
export interface Engine {
  /** The folder that holds `bin/pulumi`. */
  readonly root: string;
  readonly binary: string;
  /** Without a leading v, for example "3.259.0". */
  readonly version: string;
  readonly origin: EngineOrigin;
}

const EXE = process.platform === "win32" ? ".exe" : "";

export const engineBinary = (root: string): string => join(root, "bin", `pulumi${EXE}`);

export const languageHostBinary = (root: string): string => join(root, "bin", `pulumi-language-nodejs${EXE}`);

/** The cache's folder for one kind of thing; platform in its name, as a home folder may be shared by several. */
export function engineFolder(what: string, env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), "engine", `${what}-${process.platform}-${process.arch}`);
}

/** Where the pinned engine lies after it was downloaded or built. */
export function pinnedEngineRoot(origin: "download" | "build", env: NodeJS.ProcessEnv): string {
  return engineFolder(`${PINNED_ENGINE}-${origin}`, env);
}
