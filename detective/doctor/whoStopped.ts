import { parseArn } from "../arn";
import { Clock } from "../clock";
import { collect } from "../collect";
import { CloudTrailEvent } from "../event";
import { AccountFacts } from "../posture/accountFacts";
import { PostureClients } from "../posture/clients";
import { Fact, readFact, unreadable, value } from "../posture/fact";
import { readPages } from "../posture/readPages";
import { TrailFacts } from "../posture/trailFacts";
import { lookupEvents } from "../sources/lookupEvents";

/** The newest calls that did it, at most so many are looked through. */
const MAX = 200;

/** The calls that stopped the trail, or where it isn't there those that deleted it, newest first. */
export async function findStops(
  clients: PostureClients,
  { trail, trailName, status }: TrailFacts,
  first: string,
  clock: Clock,
): Promise<Fact<readonly CloudTrailEvent[]>> {
  if (trail.state === "unreadable") return trail;
  if (trail.state === "absent") {
    if (trailName.startsWith("<")) return value([]);
    // A deleted trail's home Region is in its ARN; of a name it is guessed to be the one where one begins.
    const home = parseArn(trailName)?.region || first;
    return calls(clients, home, "DeleteTrail", [trailName, trailName.split("/").at(-1)!], clock);
  }
  if (status.state !== "value" || status.value.IsLogging === true) return value([]);
  const { name, arn, region } = trail.value;
  return calls(clients, region, "StopLogging", [name, arn], clock);
}

/** Where a trail of that name is, among all Regions; ListTrails knows those that nobody asked for. */
export async function findElsewhere(
  clients: PostureClients,
  facts: AccountFacts,
  { trail, trailName }: TrailFacts,
): Promise<Fact<readonly { name: string; region: string }[]>> {
  if (trail.state !== "absent") return value([]);
  const { cloudTrail } = clients.forRegion(facts.regions[0]!);
  return readFact("cloudtrail:ListTrails", async () => {
    const all = await readPages("cloudtrail:ListTrails", async (NextToken) => {
      const page = await cloudTrail.listTrails(NextToken === undefined ? {} : { NextToken });
      return { items: page.Trails, next: page.NextToken };
    });
    if (all.state !== "value") return all;
    const wanted = (found: { Name?: string; TrailARN?: string }) =>
      trailName.startsWith("<") || found.Name === trailName || found.TrailARN === trailName;
    return value(
      all.value.filter(wanted).map(({ Name = "", HomeRegion = "" }) => ({ name: Name, region: HomeRegion })),
    );
  });
}

async function calls(
  clients: PostureClients,
  region: string,
  EventName: string,
  names: readonly string[],
  clock: Clock,
): Promise<Fact<readonly CloudTrailEvent[]>> {
  const source = lookupEvents([{ region, client: clients.forRegion(region).cloudTrail }], { clock });
  const { events, coverage } = await collect(source.read({ where: { EventName }, max: MAX }));
  const found = events.filter(
    ({ requestParameters, errorCode }) =>
      errorCode === undefined &&
      typeof requestParameters?.name === "string" &&
      names.includes(requestParameters.name),
  );
  const failed = coverage.gaps.find(({ inherent }) => !inherent);
  return found.length === 0 && failed ? unreadable(failed.detail) : value(found);
}
