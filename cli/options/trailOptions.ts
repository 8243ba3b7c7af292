import type { Option } from "commander";
import { athenaOptions, type AthenaCostOptions } from "./athenaOptions";
import { countOption, listOption, option } from "./option";

/** Which part of which trail is read. */
export interface TrailOptions extends AccountOptions, AthenaCostOptions {
  since?: string;
  until?: string;
  from: string;
  account?: string[];
  deliveryDays?: number;
  mirror?: string;
  max?: number;
}

/** Which account is spoken to, and how. */
export interface AccountOptions {
  region?: string[];
  allRegions?: boolean;
  profile?: string;
  endpoint?: string;
  timeout?: string;
}

/** @param since what `--since` is when it is not given, for a question that would otherwise read for hours */
export function trailOptions(since?: string): Option[] {
  const options = [
    option(
      "--since <when>",
      `from when on: 2h, 3d, 2025-12-11, 2025-12-11T00:00Z (default: ${since ? `${since} from the API and from Athena, all of it from files` : "as far back as there is"})`,
    ),
    option("--until <when>", "up to when, inclusive; a day counts to its end (default: now)"),
    option(
      "--from <where>",
      "api, a folder or file with log files, s3://bucket/prefix, or athena:workgroup[/database[/table]]",
    ).default("api"),
    listOption(
      "--account <id>",
      "of files: only this account's, several times or with commas (default: all)",
    ),
    option(
      "--mirror <folder>",
      "of s3://: fetch into this folder what it lacks of the files, and read it there",
    ),
    countOption(
      "--delivery-days <n>",
      "of files: also those that were delivered so many days after --until; up to 31 where delivery was held up (default: 1)",
    ),
    countOption("--max <n>", "read no more than the newest n events that fit"),
    ...accountOptions(),
  ];
  return [...options.map((each) => each.helpGroup("What is read:")), ...athenaOptions()];
}

export function accountOptions(): Option[] {
  return [
    listOption(
      "--region <region>",
      "Region to ask, several times or with commas (default: yours, and where IAM is recorded)",
    ),
    option("--all-regions", "all Regions that the account has enabled"),
    option("--profile <name>", "of your AWS configuration files"),
    option("--endpoint <url>", "where AWS's APIs are; AWS_ENDPOINT_URL does the same"),
    option("--timeout <time>", "how long one request may take (default: 20s)"),
  ].map((each) => each.helpGroup("Which account:"));
}
