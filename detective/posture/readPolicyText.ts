import { Fact, unreadable, value } from "./fact";
import { PolicySyntaxError, Statement, parsePolicy } from "./policy/document";

/** A policy's text as statements; one that can't be understood is unreadable, not absent. */
export function readPolicyText(call: string, text: string): Fact<readonly Statement[]> {
  try {
    return value(parsePolicy(text));
  } catch (error) {
    if (error instanceof PolicySyntaxError) return unreadable(`${call}: ${error.message}`);
    throw error;
  }
}
