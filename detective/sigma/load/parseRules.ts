import { RuleSet } from "../rule";
import { linkRules } from "./linkRules";
import { Placeholders } from "./placeholders";
import { readDrafts } from "./readDrafts";

export interface LoadOptions {
  /**
   * Values for `%name%` in values with the modifier `expand`, by name; wildcards count in them.
   *
   * @default none: rules that need them are refused
   */
  placeholders?: Placeholders;
}

/**
 * Reads rules, correlations and filters from a text of YAML documents; never throws.
 *
 * @param file what positions call it
 */
export function parseRules(text: string, file: string, { placeholders = {} }: LoadOptions = {}): RuleSet {
  return linkRules(readDrafts(text, file, placeholders));
}
