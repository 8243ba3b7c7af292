import * as pulumi from "@pulumi/pulumi";
import { AuditTrail } from "../../components";

const config = new pulumi.Config();

const trail = new AuditTrail("audit-minimal", { ephemeral: config.getBoolean("ephemeral") });

export const trailArn = trail.trailArn;
export const bucketName = trail.bucketName;
export const kmsKeyArn = trail.keyArn;
