import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logsRolePermissions, logsRoleTrust } from "./policies/logsRolePolicy";
import type { TrailIdentity } from "./trailIdentity";

/** What a trail needs to deliver to CloudWatch Logs. */
export interface TrailLogs {
  /** The log group's ARN as CloudTrail wants it, with `:*` at its end. */
  logGroupArn: pulumi.Output<string>;
  /** The role's ARN, known once the role may write: a trail made earlier is refused. */
  roleArn: pulumi.Output<string>;
  logGroupName: pulumi.Output<string>;
}

/** Creates the log group and the role by which one trail writes its own log streams, and nothing else. */
export function createTrailLogs(
  name: string,
  inputs: {
    trail: pulumi.Output<TrailIdentity>;
    organizationId: pulumi.Input<string> | undefined;
    logGroupName: pulumi.Input<string>;
    retentionDays: number;
    keyArn: pulumi.Input<string> | undefined;
    ephemeral: boolean;
    tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  },
  parent: pulumi.Resource,
): TrailLogs {
  const group = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: inputs.logGroupName,
      retentionInDays: inputs.retentionDays,
      kmsKeyId: inputs.keyArn,
      tags: inputs.tags,
    },
    // A log group deleted is audit data deleted: only a sandbox may.
    { parent, protect: !inputs.ephemeral },
  );
  const role = new aws.iam.Role(
    `${name}-logs-role`,
    { assumeRolePolicy: pulumi.jsonStringify(inputs.trail.apply(logsRoleTrust)), tags: inputs.tags },
    { parent },
  );
  const permissions = new aws.iam.RolePolicy(
    `${name}-logs-permissions`,
    {
      role: role.name,
      policy: pulumi.jsonStringify(
        pulumi
          .all([inputs.trail, group.arn, inputs.organizationId])
          .apply(([trail, logGroupArn, organizationId]) =>
            logsRolePermissions({ trail, logGroupArn: logGroupArn.replace(/:\*$/, ""), organizationId }),
          ),
      ),
    },
    { parent },
  );
  return {
    logGroupName: group.name,
    logGroupArn: group.arn.apply((arn) => `${arn.replace(/:\*$/, "")}:*`),
    roleArn: pulumi.all([role.arn, permissions.id]).apply(([arn]) => arn),
  };
}
