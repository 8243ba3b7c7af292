import * as pulumi from "@pulumi/pulumi";
import { AuditTrail } from "../../components";

const config = new pulumi.Config();

const trail = new AuditTrail("audit-adopting", {
  logBucket: { existing: { key: config.require("key"), bucket: config.require("bucket") } },
});

export const trailArn = trail.trailArn;
export const bucketName = trail.bucketName;
export const kmsKeyArn = trail.keyArn;
