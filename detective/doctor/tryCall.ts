import { Clock } from "../clock";
import { collect } from "../collect";
import { PostureClients } from "../posture/clients";
import { lookupEvents } from "../sources/lookupEvents";
import { Diagnosis } from "./diagnosis";

/** How long to wait for a call of one's own to show in the event history. */
export interface TryCall {
  /** Milliseconds to wait for the event; AWS shows it after 5 minutes on average, at times after 15. */
  patienceMs: number;
  /** Milliseconds between two looks. @default 15000 */
  betweenMs?: number;
  /** @default the clock that `diagnose` was given */
  clock?: Clock;
  /** Called before each look, with what is being waited for. */
  progress?: (text: string) => void;
}

const MINUTE_MS = 60_000;

/** Calls DescribeTrails, which changes nothing, and waits until the event history shows that very request. */
export async function tryCall(
  clients: PostureClients,
  region: string,
  { patienceMs, betweenMs = 15_000, clock: own, progress = () => {} }: TryCall,
  given: Clock,
): Promise<Diagnosis> {
  const clock = own ?? given;
  const base = { question: "no-events" as const, id: "try", title: `A call in ${region}` };
  const { cloudTrail } = clients.forRegion(region);
  const started = clock.now();
  let requestId: string | undefined;
  try {
    requestId = (await cloudTrail.describeTrails({})).$metadata?.requestId;
  } catch (error) {
    return { ...base, status: "unknown", says: "it could not be made", evidence: [String(error)] };
  }
  if (!requestId)
    return { ...base, status: "unknown", says: "AWS gave no request id to look for", evidence: [] };
  const source = lookupEvents([{ region, client: cloudTrail }], { clock });
  const where = { EventName: "DescribeTrails" };
  const startTime = new Date(started - MINUTE_MS);
  let failure: string | undefined;
  for (;;) {
    const seconds = Math.round((clock.now() - started) / 1000);
    progress(`waiting ${seconds} s for the event of DescribeTrails, request ${requestId}`);
    const { events, coverage } = await collect(source.read({ where, startTime }));
    const found = events.find(({ requestID }) => requestID === requestId);
    if (found) {
      return {
        ...base,
        status: "ok",
        says: `DescribeTrails showed in the event history after ${Math.round((clock.now() - started) / 1000)} s`,
        evidence: [`event ${found.eventID ?? "without an id"}`, `request ${requestId}`],
      };
    }
    failure = coverage.gaps.find(({ inherent }) => !inherent)?.detail;
    if (clock.now() + betweenMs > started + patienceMs) break;
    await clock.sleep(betweenMs);
  }
  const evidence = [`request ${requestId}`, ...(failure ? [failure] : [])];
  return failure
    ? { ...base, status: "unknown", says: "the event history could not be read to the end", evidence }
    : {
        ...base,
        status: "problem",
        says: `DescribeTrails did not show in the event history within ${Math.round(patienceMs / 1000)} s; AWS may take 15 minutes`,
        evidence,
        command: `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventName,AttributeValue=DescribeTrails`,
      };
}
