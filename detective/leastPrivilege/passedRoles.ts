import { parseArn } from "../arn";
import { arnPattern } from "./arnFormat";
import { Call } from "./call";
import { parameterTexts } from "./parameterTexts";

/** A role that a call handed to a service: whoever calls needs iam:PassRole on it. */
export interface PassedRole {
  /** The role as a pattern; undefined where the call names an instance profile, whose role is not in the record. */
  role?: string;
  instanceProfile?: string;
  /** The service that gets it; undefined where that isn't sure. */
  service?: string;
}

/** The service that assumes the role, by the service that is called; by the API or the parameter where they differ. */
const ASSUMED_BY: Readonly<Record<string, string>> = {
  lambda: "lambda.amazonaws.com",
  ec2: "ec2.amazonaws.com",
  states: "states.amazonaws.com",
  events: "events.amazonaws.com",
  scheduler: "scheduler.amazonaws.com",
  pipes: "pipes.amazonaws.com",
  cloudtrail: "cloudtrail.amazonaws.com",
  cloudformation: "cloudformation.amazonaws.com",
  codebuild: "codebuild.amazonaws.com",
  codepipeline: "codepipeline.amazonaws.com",
  config: "config.amazonaws.com",
  firehose: "firehose.amazonaws.com",
  glue: "glue.amazonaws.com",
  sagemaker: "sagemaker.amazonaws.com",
  s3: "s3.amazonaws.com",
  backup: "backup.amazonaws.com",
  "ecs taskRoleArn": "ecs-tasks.amazonaws.com",
  "ecs executionRoleArn": "ecs-tasks.amazonaws.com",
  "ecs role": "ecs.amazonaws.com",
  "eks CreateCluster": "eks.amazonaws.com",
  "eks CreateNodegroup": "ec2.amazonaws.com",
  "eks CreateFargateProfile": "eks-fargate-pods.amazonaws.com",
  "rds monitoringRoleArn": "monitoring.rds.amazonaws.com",
  apprunner: "apprunner.amazonaws.com",
  bedrock: "bedrock.amazonaws.com",
};

/** Services whose calls name roles without handing them to anybody. */
const NO_PASSING: ReadonlySet<string> = new Set([
  "iam",
  "sts",
  "kms",
  "sso",
  "organizations",
  "access-analyzer",
]);

/**
 * Roles in a writing call's parameters.
 *
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html: the pass itself is no API call and leaves
 * no event.
 */
export function passedRoles(call: Call): PassedRole[] {
  if (NO_PASSING.has(call.prefix) || call.event.readOnly === true) return [];
  return parameterTexts(call.parameters).flatMap(({ name, text }): PassedRole[] => {
    const arn = text.startsWith("arn:") && text.length <= 2048 ? parseArn(text) : undefined;
    if (arn?.service === "iam" && arn.resource.startsWith("role/") && /role/i.test(name)) {
      const service = assumedBy(call, name);
      return [{ role: arnPattern(text), ...(service && { service }) }];
    }
    if (arn?.service === "iam" && arn.resource.startsWith("instance-profile/"))
      return [{ instanceProfile: arn.resource.split("/").at(-1)!, service: "ec2.amazonaws.com" }];
    return [];
  });
}

/** A profile given by its name stands in `iamInstanceProfile: { name }`. */
export function namedProfiles({ parameters, prefix }: Call): string[] {
  if (prefix !== "ec2" && prefix !== "autoscaling") return [];
  return Object.entries(parameters).flatMap(([parameter, value]) => {
    if (!/^iaminstanceprofile$/i.test(parameter)) return [];
    if (typeof value === "string") return value.startsWith("arn:") ? [] : [value];
    const name = (value as { name?: unknown } | null)?.name;
    return typeof name === "string" ? [name] : [];
  });
}

function assumedBy({ prefix, api }: Call, parameter: string): string | undefined {
  const service =
    ASSUMED_BY[`${prefix} ${parameter}`] ??
    ASSUMED_BY[`${prefix} ${api}`] ??
    (Object.hasOwn(ASSUMED_BY, prefix) ? ASSUMED_BY[prefix] : undefined);
  return service;
}
