import { parseArn } from "../arn";
import { CloudTrailEvent } from "../event";
import { parameterTexts } from "./parameterTexts";

/** IAM ARNs that the records spell out, by kind and name: a request names a user or role without its path. */
export type KnownArns = ReadonlyMap<string, string>;

export function knownArns(events: readonly CloudTrailEvent[]): KnownArns {
  const known = new Map<string, string>();
  const learn = (text: string | undefined) => {
    const arn = text?.startsWith("arn:") ? parseArn(text) : undefined;
    if (arn?.service !== "iam") return;
    const [kind, ...rest] = arn.resource.split("/");
    if (kind && rest.length > 0) known.set(knownKey(arn.account, kind, rest.at(-1)!), text!);
  };
  for (const { userIdentity, eventSource, responseElements } of events) {
    learn(userIdentity?.arn);
    learn(userIdentity?.sessionContext?.sessionIssuer?.arn);
    if (eventSource === "iam.amazonaws.com")
      for (const { text } of parameterTexts(responseElements)) learn(text);
  }
  return known;
}

export function knownKey(account: string, kind: string, name: string): string {
  return `${account} ${kind} ${name.toLowerCase()}`;
}
