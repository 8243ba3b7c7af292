import { globalRegion } from "../globalRegion";
import { parseArn } from "../arn";
import { CloudTrailReader, KmsReader, RegionalClients, S3Reader, TrailDescription } from "./clients";
import { Fact, absent, mapFact, readFact, readFrom, unreadable, value } from "./fact";
import { AlarmFacts } from "./readAlarms";
import { readBucketFacts } from "./readBucketFacts";
import { readKeyFacts } from "./readKeyFacts";
import { logGroupArn, readLogGroup } from "./readLogGroup";
import { readRole } from "./readRole";
import { Asked, Trail, TrailFacts } from "./trailFacts";

/** Where a trail's facts are asked for. */
export interface TrailReaders {
  /** Of the trail's home Region. */
  cloudTrail: CloudTrailReader;
  s3: S3Reader;
  /** Of the Region of a key; undefined where only a name of it is known. */
  kms(region: string | undefined): KmsReader;
  /** What is read beside trail, bucket and key; without it those facts are unreadable. */
  further?: { forRegion(region: string): RegionalClients; alarms: AlarmFacts };
}

export interface TrailQuestion {
  trailName: string;
  keyAlias?: string;
  asked: Asked;
  /** What was read already. */
  known?: Pick<TrailFacts, "status" | "selectors">;
}

/** Reads all that the checks of a trail look at; a call that is refused or fails makes its fact `unreadable`. */
export async function readTrailFacts(
  readers: TrailReaders,
  trail: Fact<Trail>,
  question: TrailQuestion,
): Promise<TrailFacts> {
  const { trailName, keyAlias, asked, known } = question;
  const bucketName = await readFrom(trail, ({ S3BucketName, name }) =>
    Promise.resolve(S3BucketName ? value(S3BucketName) : absent(`trail ${name} names no bucket`)),
  );
  const owners = trail.state === "value" ? [trail.value.account, ...asked.logAccounts] : [];
  const [recording, insights, bucket, watch] = await Promise.all([
    known ?? readRecording(readers.cloudTrail, trail),
    readInsights(readers.cloudTrail, trail),
    readBucketFacts(readers.s3, bucketName, owners),
    readWatch(readers, trail),
  ]);
  const reference = keyReference(trail, bucket.encryption);
  const keyRegion = reference.state === "value" ? parseArn(reference.value)?.region : undefined;
  const key = await readKeyFacts(readers.kms(keyRegion), reference);
  return {
    trailName,
    ...(keyAlias !== undefined && { keyAlias }),
    asked,
    trail,
    ...recording,
    insights,
    bucketName,
    ...bucket,
    ...key,
    ...watch,
  };
}

/** What tells whether and what the trail records. */
export async function readRecording(
  cloudTrail: CloudTrailReader,
  trail: Fact<Trail>,
): Promise<Pick<TrailFacts, "status" | "selectors">> {
  const [status, selectors] = await Promise.all([
    readFrom(trail, ({ arn }) =>
      readFact("cloudtrail:GetTrailStatus", async () =>
        value(await cloudTrail.getTrailStatus({ Name: arn })),
      ),
    ),
    readFrom(trail, ({ arn }) =>
      readFact("cloudtrail:GetEventSelectors", async () =>
        value(await cloudTrail.getEventSelectors({ TrailName: arn })),
      ),
    ),
  ]);
  return { status, selectors };
}

/** A trail as DescribeTrails lists it, with what its ARN says. */
export function readTrail(found: TrailDescription): Fact<Trail> {
  const arn = parseArn(found.TrailARN ?? "");
  if (!arn) return unreadable(`cloudtrail:DescribeTrails: "${found.TrailARN ?? ""}" is no ARN`);
  return value({
    ...found,
    arn: found.TrailARN ?? "",
    name: found.Name ?? arn.resource.replace(/^trail\//, ""),
    partition: arn.partition,
    region: found.HomeRegion ?? arn.region,
    account: arn.account,
  });
}

function readInsights(cloudTrail: CloudTrailReader, trail: Fact<Trail>): Promise<Fact<readonly string[]>> {
  return readFrom(trail, ({ arn }) =>
    readFact(
      "cloudtrail:GetInsightSelectors",
      async () => {
        const { InsightSelectors = [] } = await cloudTrail.getInsightSelectors({ TrailName: arn });
        return value(InsightSelectors.flatMap(({ InsightType }) => InsightType ?? []));
      },
      { InsightNotEnabledException: { stands: [] } },
    ),
  );
}

type Watch = Pick<TrailFacts, "logGroup" | "logsRole" | "filters" | "rules">;

async function readWatch(readers: TrailReaders, trail: Fact<Trail>): Promise<Watch> {
  if (trail.state !== "value") return { logGroup: trail, logsRole: trail, filters: trail, rules: trail };
  const group = logGroupArn(trail.value);
  if (!readers.further) {
    const missing = unreadable("no client was given that could read it");
    const ofGroup = group.state === "absent" ? group : missing;
    return { logGroup: ofGroup, logsRole: ofGroup, filters: ofGroup, rules: missing };
  }
  const { further } = readers;
  const forRegion = (where: string) => further.forRegion(where);
  const { alarms } = further;
  const { region, partition, name, CloudWatchLogsRoleArn: role } = trail.value;
  const [logGroup, logsRole, filters, rules] = await Promise.all([
    readLogGroup((where) => forRegion(where || region).logs, group),
    readFrom(group, () =>
      role
        ? readRole(forRegion(region).iam, role)
        : Promise.resolve(absent(`trail ${name} has no role for CloudWatch Logs`)),
    ),
    alarms.filters(group),
    alarms.rules([region, globalRegion(partition)]),
  ]);
  return { logGroup, logsRole, filters, rules };
}

/** The trail's key; where the trail has none, the bucket's, so that the key's own check still has something to look at. */
function keyReference(trail: Fact<Trail>, encryption: TrailFacts["encryption"]): Fact<string> {
  if (trail.state !== "value") return trail;
  if (trail.value.KmsKeyId) return value(trail.value.KmsKeyId);
  if (encryption.state === "unreadable") return encryption;
  const rules = mapFact(encryption, (all) =>
    all.flatMap((rule) => rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? []),
  );
  const id = rules.state === "value" ? rules.value[0] : undefined;
  return id ? value(id) : absent("neither the trail nor its bucket uses a KMS key of the account's own");
}
