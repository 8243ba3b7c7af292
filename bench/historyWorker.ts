// Reads the whole event history of one Region and prints its records as JSON, as the AWS CLI's command does.
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { collect } from "../detective/collect";
import { lookupEvents } from "../detective/sources/lookupEvents";

async function main(region: string): Promise<void> {
  const client = new CloudTrail({ region, maxAttempts: 1 });
  const { events, coverage } = await collect(
    lookupEvents([{ region, client }], { requestsPerSecond: Infinity }).read(),
  );
  client.destroy();
  if (!coverage.complete) throw new Error(coverage.gaps.map(({ detail }) => detail).join("\n"));
  process.stdout.write(JSON.stringify({ Events: events }));
}

void main(process.argv[2] ?? "us-east-1");
