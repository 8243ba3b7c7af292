import type { S3 } from "@aws-sdk/client-s3";
import type { LogEvidence, EvidenceSink, IntegritySummary } from "../detective/integrity/evidence";
import { apiKeys } from "../detective/integrity/apiKeys";
import { bucketStore } from "../detective/integrity/bucketStore";
import type { IntegrityFinding, IntegrityUnknown } from "../detective/integrity/integrityFinding";
import { validateArchive } from "../detective/integrity/validateArchive";
import { operatorClients, type AwsClients } from "./awsClients";
import type { Target } from "./target";

/** One walk through a trail's digests, and what became of each log file. */
export interface DigestWalk {
  summary: IntegritySummary;
  logs: LogEvidence[];
  findings: IntegrityFinding[];
  unknowns: IntegrityUnknown[];
}

/** Which trail's digests, in which bucket. */
export interface WalkedTrail {
  trailName: string;
  bucketName: string;
  correlationId: string;
  signal: AbortSignal | undefined;
}

/** Validates all that the trail delivered, with the keys that CloudTrail lists. */
export async function walkDigests(target: Target, s3: S3, run: WalkedTrail): Promise<DigestWalk> {
  const { trailName, bucketName, correlationId, signal } = run;
  const regional: AwsClients[] = [];
  const keys = apiKeys((region) => {
    const clients = operatorClients(target, correlationId, region);
    regional.push(clients);
    return Promise.resolve(clients.cloudTrail);
  });
  const walk: Omit<DigestWalk, "summary"> = { logs: [], findings: [], unknowns: [] };
  const sink: EvidenceSink = {
    digest: () => {},
    log: (row) => void walk.logs.push(row),
    finding: (row) => void walk.findings.push(row),
    unknown: (row) => void walk.unknowns.push(row),
  };
  try {
    const store = bucketStore(s3, bucketName, signal && { signal });
    const options = { store, prefix: "AWSLogs/", keys, trails: [trailName], ...(signal && { signal }) };
    const summary = await validateArchive(options, sink);
    return { summary, ...walk };
  } finally {
    for (const clients of regional) clients.destroy();
  }
}
