import { CloudTrailEvent } from "../event";
import { issuedCredentials } from "../issuedCredentials";
import { callerOf, targetKey } from "./way";

/** Chains of assumed roles longer than this are cut at their beginning. */
const MOST = 32;

/**
 * Who stands behind temporary credentials, as far as the records seen before tell: the user who assumed the role from
 * which the next was assumed. Records are to be added oldest first; a circle of roles ends, as nobody is added twice.
 */
export class Lineage {
  private readonly behind = new Map<string, ReadonlySet<string>>();

  add(event: CloudTrailEvent): void {
    const issued = issuedCredentials(event);
    if (!issued || issued.kind === "access-key") return;
    const from = new Set([...this.of(event)].slice(-MOST));
    for (const id of [issued.accessKeyId, issued.arn]) {
      if (id !== undefined && id !== event.userIdentity?.arn) this.behind.set(id, from);
    }
  }

  /** The caller (see `targetKey`) and everyone behind the caller's credentials. */
  of(event: CloudTrailEvent): ReadonlySet<string> {
    const { accessKeyId, arn, sessionContext } = event.userIdentity ?? {};
    const caller = callerOf(event);
    const before = (accessKeyId && this.behind.get(accessKeyId)) || (arn && this.behind.get(arn)) || NOBODY;
    const all = new Set(before);
    if (caller) all.add(targetKey(caller));
    if (sessionContext?.sourceIdentity) all.add(`source-identity::${sessionContext.sourceIdentity}`);
    return all;
  }
}

const NOBODY: ReadonlySet<string> = new Set();
