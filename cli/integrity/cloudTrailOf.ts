import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { AccountOptions } from "../options/trailOptions";
import { openAccount } from "../trail/account";

/** CloudTrail's clients, one a Region, made when they are first asked for. */
export function cloudTrailOf(
  options: AccountOptions,
  env: NodeJS.ProcessEnv,
): (region: string) => Promise<CloudTrail> {
  const clients = new Map<string, Promise<CloudTrail>>();
  return (region) => {
    const known = clients.get(region) ?? make(region);
    clients.set(region, known);
    return known;
  };

  async function make(region: string): Promise<CloudTrail> {
    const account = await openAccount({ ...options, region: [region] }, env);
    const { CloudTrail } = await import("@aws-sdk/client-cloudtrail");
    return new CloudTrail(account.settings(region));
  }
}
