import type { Option } from "commander";
import { countOption, listOption, option } from "./option";
import { accountOptions, type AccountOptions } from "./trailOptions";

/** Which trail is checked, and against what. */
export interface PostureOptions extends AccountOptions {
  trail?: string;
  keyAlias?: string;
  retentionDays?: number;
  logAccount?: string[];
}

export function postureOptions(): Option[] {
  return [
    ...[
      option("--trail <name>", "only this trail, by name or ARN (default: every trail)"),
      option("--key-alias <alias>", "the alias that the key must have (default: any of your own)"),
      countOption("--retention-days <n>", "for how long logs must be kept (default: 365)"),
      listOption("--log-account <id>", "an account whose buckets may take logs, beside the trail's own"),
    ].map((each) => each.helpGroup("What is checked:")),
    ...accountOptions(),
  ];
}
