import type { Option } from "commander";
import { option } from "./option";

/** Where a stack is, and which one. */
export function placeOptions(does: "makes" | "destroys"): Option[] {
  return [
    option(
      "--account",
      `in the AWS account of your credentials instead of the sandbox${does === "makes" ? " (this costs money)" : ""}`,
    ),
    option(
      "--stack <name>",
      does === "makes"
        ? "a name of its own; its settings are read from Pulumi.<name>.yaml in this folder"
        : "the name that it was made with",
    ),
    option("-y, --yes", `do not ask before an account is changed`),
  ];
}
