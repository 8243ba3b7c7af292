import { Way } from "../way";
import { CREDENTIAL_WAYS } from "./credentials";
import { PASS_ROLE_WAYS } from "./passRole";
import { POLICY_WAYS } from "./policies";
import { TRUST_WAYS } from "./trusts";

/** All known ways to more rights; where two fit one call, the earlier counts. */
export const WAYS: readonly Way[] = [...POLICY_WAYS, ...CREDENTIAL_WAYS, ...TRUST_WAYS, ...PASS_ROLE_WAYS];
