import type { Option } from "commander";
import { option } from "./option";

export interface ProveOptions {
  prove?: boolean;
  keys?: string;
}

/** For answers that rest on log files. */
export function proveOptions(): Option[] {
  return [
    option(
      "--prove",
      "of log files: say for each finding in which file its records lie, and whether a verified digest covers it",
    ),
    option(
      "--keys <file>",
      "prove with public keys from a file (validate --export-keys), not from CloudTrail",
    ),
  ].map((each) => each.helpGroup("What it is proven with:"));
}
