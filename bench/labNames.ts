import { randomBytes } from "node:crypto";

/** The names that the stack's configuration and the script both take. */
export interface LabNames {
  trailName: string;
  bucketName: string;
  keyAlias: string;
}

/** Names like those of an exercise, of their own for each run. */
export function labNames(suffix = randomBytes(4).toString("hex")): LabNames {
  return {
    trailName: `security-audit-trail-${suffix}`,
    bucketName: `cloudtrail-logs-${suffix}`,
    keyAlias: `alias/audit-trail-${suffix}`,
  };
}
