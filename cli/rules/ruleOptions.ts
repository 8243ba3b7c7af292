import { InvalidArgumentError, type Option } from "commander";
import type { Placeholders } from "../../detective/sigma/load/placeholders";
import { listOption, option } from "../options/option";

/** Which rules, and what becomes of those that can't be used. */
export interface RuleOptions {
  rules?: string[];
  placeholder?: Placeholders;
  skipUnsupported?: boolean;
}

export function ruleOptions(): Option[] {
  return [
    listOption("--rules <path>", "files or folders of Sigma rules (default: the rules of this package)"),
    option(
      "--placeholder <name=values>",
      "what %name% stands for in values with the modifier expand; several values with commas",
    ).argParser(placeholder),
    option("--skip-unsupported", "rules that cannot be used are named on stderr, and the exit code is not 3"),
  ].map((each) => each.helpGroup("Which rules:"));
}

function placeholder(text: string, before: Placeholders = {}): Placeholders {
  const at = text.indexOf("=");
  const values = text
    .slice(at + 1)
    .split(",")
    .filter((value) => value !== "");
  if (at < 1 || values.length === 0) throw new InvalidArgumentError("Use name=value, or name=value,value.");
  const name = text.slice(0, at).replace(/^%(.*)%$/, "$1");
  // Object.entries, so that a name such as __proto__ is one like the others.
  return Object.fromEntries([...Object.entries(before), [name, [...(before[name] ?? []), ...values]]]);
}
