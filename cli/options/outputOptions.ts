import { Option } from "commander";
import { option } from "./option";

export const formats = ["table", "json", "jsonl", "csv", "md", "html"] as const;
export type Format = (typeof formats)[number];

/** How the answer is written. */
export interface OutputOptions {
  output: Format;
  color: boolean;
  quiet?: boolean;
  utc?: boolean;
  showSecrets?: boolean;
}

export function outputOptions(): Option[] {
  return [
    new Option("-o, --output <format>", "form of the answer").choices(formats).default("table"),
    option(
      "--utc",
      "times in UTC; without it in your own time zone (timelines, json, jsonl and csv are always in UTC)",
    ),
    option("--show-secrets", "do not redact secrets in request parameters"),
    ...screenOptions(),
  ].map((each) => each.helpGroup("How it is shown:"));
}

export function screenOptions(): Option[] {
  return [
    option("--no-color", "no colours; NO_COLOR does the same"),
    option("-q, --quiet", "no progress and no notes on stderr"),
  ].map((each) => each.helpGroup("How it is shown:"));
}
