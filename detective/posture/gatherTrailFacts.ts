import { FactClients } from "./clients";
import { absent, readFact } from "./fact";
import { DEFAULT_RETENTION_DAYS } from "./gatherFacts";
import { readTrail, readTrailFacts } from "./readTrailFacts";
import { TrailFacts } from "./trailFacts";

/** The trail that is looked at, and what it is held against. */
export interface GatherOptions {
  /** The trail's name, or its ARN. */
  trailName: string;
  /**
   * The alias that the trail's key must have, for example `alias/ch03-cloudtrail-key`.
   * @default any alias that isn't AWS's own
   */
  keyAlias?: string;
}

/**
 * Reads trail, bucket and key: what the seven checks of `trailChecks` look at. For the whole catalogue see
 * `gatherFacts`.
 *
 * Never throws for what an API answers: a call that is refused or fails makes its fact `unreadable`, with the error.
 */
export async function gatherTrailFacts(clients: FactClients, options: GatherOptions): Promise<TrailFacts> {
  const { trailName, keyAlias } = options;
  const trail = await readFact("cloudtrail:DescribeTrails", async () => {
    const { trailList = [] } = await clients.cloudTrail.describeTrails({ trailNameList: [trailName] });
    const found = trailList.find(({ Name, TrailARN }) => Name === trailName || TrailARN === trailName);
    return found ? readTrail(found) : absent(`no trail named ${trailName} in this account and Region`);
  });
  return readTrailFacts({ cloudTrail: clients.cloudTrail, s3: clients.s3, kms: () => clients.kms }, trail, {
    trailName,
    ...(keyAlias !== undefined && { keyAlias }),
    asked: { retentionDays: DEFAULT_RETENTION_DAYS, logAccounts: [], now: new Date() },
  });
}
