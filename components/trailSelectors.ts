import type { ManagementEventsArgs } from "./auditTrailArgs";
import type { TrailIdentity } from "./trailIdentity";
import { bucketArn } from "./trailIdentity";

/** One condition of an advanced event selector, in the provider's shape. */
export interface FieldSelector {
  field: string;
  equals?: string[];
  notEquals?: string[];
  startsWiths?: string[];
  notStartsWiths?: string[];
}

/** An advanced event selector, in the provider's shape. */
export interface AdvancedEventSelector {
  name: string;
  fieldSelectors: FieldSelector[];
}

/** Data events of one service with its resources resolved. */
export interface DataEvents {
  service: string;
  access?: string | undefined;
  resources?: string[] | undefined;
}

/** The services whose data events have a readable argument, and what CloudTrail calls their resources. */
export const dataEventServices: Record<string, { type: string; label: string }> = {
  s3: { type: "AWS::S3::Object", label: "S3 object" },
  lambda: { type: "AWS::Lambda::Function", label: "Lambda invocation" },
  dynamodb: { type: "AWS::DynamoDB::Table", label: "DynamoDB item" },
};

/**
 * The selectors of a trail, always spelled out: the management selector under the name that scanners look for.
 *
 * Source: CloudTrail user guide, "Filtering data events by using advanced event selectors".
 */
export function advancedEventSelectors(inputs: {
  trail: TrailIdentity;
  management: ManagementEventsArgs;
  dataEvents: DataEvents[];
  /** Buckets whose own object events would feed the trail for ever. */
  logBuckets: string[];
}): AdvancedEventSelector[] {
  const { trail, management, dataEvents, logBuckets } = inputs;
  return [
    ...managementSelector(management),
    ...dataEvents.map((events, index) => dataSelector(trail, events, index, logBuckets)),
  ];
}

function managementSelector({
  access = "all",
  excludeKms,
  excludeRdsData,
}: ManagementEventsArgs): AdvancedEventSelector[] {
  if (access === "none") return [];
  const excluded = [
    ...(excludeKms ? ["kms.amazonaws.com"] : []),
    ...(excludeRdsData ? ["rdsdata.amazonaws.com"] : []),
  ];
  return [
    {
      name: "Management events selector",
      fieldSelectors: [
        { field: "eventCategory", equals: ["Management"] },
        ...readOnly(access),
        ...(excluded.length > 0 ? [{ field: "eventSource", notEquals: excluded }] : []),
      ],
    },
  ];
}

function dataSelector(
  trail: TrailIdentity,
  { service, access = "all", resources }: DataEvents,
  index: number,
  logBuckets: string[],
): AdvancedEventSelector {
  const { type, label } = dataEventServices[service] ?? { type: service, label: service };
  const named = resources?.map((resource) => resourceArn(trail, service, resource));
  const arn: FieldSelector = {
    field: "resources.ARN",
    // An object's ARN begins with its bucket's; functions and tables are named whole.
    ...(named && (service === "s3" ? { startsWiths: named } : { equals: named })),
    ...(service === "s3" && {
      notStartsWiths: logBuckets.map((name) => `${bucketArn(trail.partition, name)}/`),
    }),
  };
  return {
    name: `${label} events ${index + 1}`,
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: [type] },
      ...readOnly(access),
      ...(Object.keys(arn).length > 1 ? [arn] : []),
    ],
  };
}

function readOnly(access: string): FieldSelector[] {
  return access === "all" ? [] : [{ field: "readOnly", equals: [String(access === "read")] }];
}

/** The ARN by which a data resource is selected, from the readable name or the ARN that was given. */
export function resourceArn(trail: TrailIdentity, service: string, resource: string): string {
  const { partition, homeRegion, accountId } = trail;
  if (service === "s3") {
    const path = resource.startsWith("arn:") ? resource.split(":").slice(5).join(":") : resource;
    // Without the slash, `logs` would also select `logs-archive`.
    return `arn:${partition}:s3:::${path.includes("/") ? path : `${path}/`}`;
  }
  if (resource.startsWith("arn:")) return resource;
  return service === "lambda"
    ? `arn:${partition}:lambda:${homeRegion}:${accountId}:function:${resource}`
    : `arn:${partition}:dynamodb:${homeRegion}:${accountId}:table/${resource}`;
}

/** The values of all conditions of all selectors, which CloudTrail limits to 500. */
export function conditionCount(selectors: AdvancedEventSelector[]): number {
  return selectors
    .flatMap(({ fieldSelectors }) => fieldSelectors)
    .flatMap(({ field: _field, ...operators }) => Object.values<string[]>(operators))
    .reduce((sum, values) => sum + values.length, 0);
}
