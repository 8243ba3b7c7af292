import { LeastPrivilege } from "./leastPrivilege";
import { asciiJson } from "./policyDocument";

/** The policy as JSON, ready for `aws iam create-policy`; a list of documents where one would be too large. */
export function policyJson({ policy, policies }: Pick<LeastPrivilege, "policy" | "policies">): string {
  return asciiJson(policies.length > 1 ? policies : policy, 2);
}
