import { Fact, unreadable, value } from "./fact";
import { PolicyKind, PolicySyntaxError, Statement, parsePolicy } from "./policy/document";

/** A policy's text as statements; one that can't be understood is unreadable, not absent. */
export function readPolicyText(
  call: string,
  text: string,
  kind: PolicyKind = "resource",
): Fact<readonly Statement[]> {
  try {
    return value(parsePolicy(text, kind));
  } catch (error) {
    if (error instanceof PolicySyntaxError) return unreadable(`${call}: ${error.message}`);
    throw error;
  }
}

/** The same of a policy as IAM's API hands it out: URL-encoded. */
export function readIamPolicyText(
  call: string,
  text: string,
  kind: Exclude<PolicyKind, "resource">,
): Fact<readonly Statement[]> {
  return readPolicyText(call, decoded(text), kind);
}

function decoded(text: string): string {
  if (text.trimStart().startsWith("{")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
