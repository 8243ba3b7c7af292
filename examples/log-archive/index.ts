import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, EncryptedLogBucket } from "../../components";

const config = new pulumi.Config();
const trailName = "audit-archived";
const organizationId = config.get("organizationId") || undefined;
const archive = new aws.Provider("archive", config.requireObject<aws.ProviderArgs>("archive"));

const logs = new EncryptedLogBucket(
  "audit-archive",
  {
    trailName,
    trailAccountId: aws.getCallerIdentityOutput().accountId,
    trailHomeRegion: aws.getRegionOutput().region,
    organizationId,
    ephemeral: config.getBoolean("ephemeral"),
  },
  { provider: archive },
);
const trail = new AuditTrail("audit", {
  trailName,
  organizationId,
  deliverTo: { bucketName: logs.bucketName, keyArn: logs.keyArn },
});

export const trailArn = trail.trailArn;
export const bucketName = logs.bucketName;
export const kmsKeyArn = logs.keyArn;
