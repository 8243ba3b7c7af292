import { ActionCatalogue } from "./actionCatalogue";
import { Call } from "./call";
import { Need } from "./exception";
import { exceptionFor } from "./exceptions";
import { KnownArns } from "./knownArns";
import { namedProfiles, passedRoles } from "./passedRoles";
import { Condition, Permission } from "./permission";
import { resourcesOfCall } from "./resourcesOfCall";

/** What a call needs, or why that can't be said. */
export type Mapping =
  | { permissions: readonly Permission[]; notes: readonly string[] }
  | { nothing: string }
  | { unmapped: string };

export interface MappingContext {
  catalogue: ActionCatalogue;
  known: KnownArns;
  /** The role in an instance profile, by the profile's name, where a record tells it. */
  profileRoles: ReadonlyMap<string, string>;
}

/** The IAM actions and resources that a call needed: AWS's exceptions first, else the action of the API's own name. */
export function permissionsOf(call: Call, context: MappingContext): Mapping {
  const { prefix, api } = call;
  const exception = exceptionFor(call);
  if (exception && !("needs" in exception)) return exception;
  if (!exception && !context.catalogue.hasService(prefix))
    return { unmapped: `IAM has no service prefix ${prefix || "for a record without eventSource"}` };
  const needs: readonly Need[] = exception ? exception.needs : [{ action: `${prefix}:${api}` }];
  const permissions: Permission[] = [];
  for (const need of needs) {
    const permission = permissionFor(call, need, context);
    if (!permission) return { unmapped: `IAM has no action ${need.action}` };
    permissions.push(permission);
  }
  const passes = passPermissions(call, context);
  return { permissions: [...permissions, ...passes.permissions], notes: passes.notes };
}

function permissionFor(call: Call, need: Need, { catalogue, known }: MappingContext): Permission | undefined {
  const [prefix = "", name = ""] = need.action.split(":");
  const facts = catalogue.action(prefix, name);
  if (!facts) return undefined;
  const found = need.resources
    ? { resources: need.resources }
    : resourcesOfCall(call, facts, catalogue, known, need.parameters ?? call.parameters);
  const { invokedBy, type } = call.event.userIdentity ?? {};
  const via = invokedBy && type !== "AWSService" ? invokedBy : undefined;
  const condition = viaCondition(call, prefix, via);
  const wide = need.wide ?? ("wide" in found ? found.wide : undefined);
  return {
    action: facts.action,
    resources: facts.action === "ec2:RunInstances" ? withVolumes(call, found.resources) : found.resources,
    ...(wide !== undefined && { wide }),
    ...(condition && { condition }),
    ...(via && { via }),
  };
}

/** The data lists the volume as optional, but nearly every instance makes one. */
function withVolumes({ partition, region, account }: Call, resources: readonly string[]): readonly string[] {
  return [...new Set([...resources, `arn:${partition}:ec2:${region || "*"}:${account || "*"}:volume/*`])];
}

/**
 * A key that was used through a service is allowed through that service only.
 *
 * Source: docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function viaCondition({ region }: Call, prefix: string, via: string | undefined): Condition | undefined {
  const service = /^([a-z0-9-]+)\.amazonaws\.com$/.exec(via ?? "")?.[1];
  if (prefix !== "kms" || !service || !region) return undefined;
  return { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } };
}

function passPermissions(call: Call, { profileRoles }: MappingContext) {
  const permissions: Permission[] = [];
  const notes: string[] = [];
  const pass = (role: string, service: string | undefined) =>
    permissions.push({
      action: "iam:PassRole",
      resources: [role],
      ...(service && { condition: { StringEquals: { "iam:PassedToService": service } } }),
    });
  const profiles = namedProfiles(call).map((instanceProfile) => ({
    instanceProfile,
    role: undefined,
    service: "ec2.amazonaws.com",
  }));
  for (const { role, instanceProfile = "", service } of [...passedRoles(call), ...profiles]) {
    const known = role ?? profileRoles.get(instanceProfile);
    if (known) pass(known, service);
    else
      notes.push(
        `${call.prefix}:${call.api} used the instance profile ${instanceProfile}: iam:PassRole on its role is needed too, and no record names that role. Add it by hand.`,
      );
  }
  return { permissions, notes };
}
