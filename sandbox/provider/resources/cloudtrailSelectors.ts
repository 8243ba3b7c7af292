import type { types } from "@pulumi/aws";
import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  EventSelector,
  ReadWriteType,
} from "@aws-sdk/client-cloudtrail";

type Selector = types.output.cloudtrail.TrailEventSelector;
type AdvancedSelector = types.output.cloudtrail.TrailAdvancedEventSelector;

/** What a trail without selectors of its own records: all management events (CloudTrail, PutEventSelectors). */
export const defaultEventSelector: EventSelector = {
  DataResources: [],
  IncludeManagementEvents: true,
  ReadWriteType: "All",
};

/** Whether a trail's selectors are what every new trail has. */
export function isDefaultSelection(found: {
  EventSelectors?: EventSelector[];
  AdvancedEventSelectors?: AdvancedEventSelector[];
}): boolean {
  const { EventSelectors: selectors = [], AdvancedEventSelectors: advanced = [] } = found;
  const [only] = selectors;
  if (advanced.length > 0 || selectors.length !== 1 || !only) return false;
  return (
    only.IncludeManagementEvents !== false &&
    (only.ReadWriteType ?? "All") === "All" &&
    !only.DataResources?.length &&
    !only.ExcludeManagementEventSources?.length
  );
}

export function eventSelectorsToApi(selectors: Selector[]): EventSelector[] {
  return selectors.map((selector) => ({
    IncludeManagementEvents: selector.includeManagementEvents,
    ReadWriteType: selector.readWriteType as ReadWriteType,
    DataResources: (selector.dataResources ?? []).map(({ type, values }) => ({ Type: type, Values: values })),
    ...(selector.excludeManagementEventSources?.length && {
      ExcludeManagementEventSources: selector.excludeManagementEventSources,
    }),
  }));
}

export function eventSelectorsFromApi(selectors: EventSelector[] | undefined): Selector[] | undefined {
  if (!selectors?.length) return undefined;
  return selectors.map((selector) => ({
    dataResources: (selector.DataResources ?? []).map(({ Type, Values }) => ({
      type: Type ?? "",
      values: Values ?? [],
    })),
    excludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
    includeManagementEvents: selector.IncludeManagementEvents ?? true,
    readWriteType: selector.ReadWriteType ?? "All",
  }));
}

// How the vendor and the API name the same operator.
const operators = [
  ["equals", "Equals"],
  ["startsWiths", "StartsWith"],
  ["endsWiths", "EndsWith"],
  ["notEquals", "NotEquals"],
  ["notStartsWiths", "NotStartsWith"],
  ["notEndsWiths", "NotEndsWith"],
] as const;

export function advancedSelectorsToApi(selectors: AdvancedSelector[]): AdvancedEventSelector[] {
  return selectors.map(({ name, fieldSelectors }) => ({
    ...(name && { Name: name }),
    FieldSelectors: fieldSelectors.map((given) => {
      const result: AdvancedFieldSelector = { Field: given.field };
      for (const [ours, theirs] of operators) if (given[ours]?.length) result[theirs] = given[ours];
      return result;
    }),
  }));
}

export function advancedSelectorsFromApi(
  selectors: AdvancedEventSelector[] | undefined,
): AdvancedSelector[] | undefined {
  if (!selectors?.length) return undefined;
  return selectors.map(({ Name, FieldSelectors }) => ({
    name: Name ?? "",
    fieldSelectors: (FieldSelectors ?? []).map((found) => {
      const result: AdvancedSelector["fieldSelectors"][number] = { field: found.Field ?? "" };
      for (const [ours, theirs] of operators) if (found[theirs]?.length) result[ours] = found[theirs];
      return result;
    }),
  }));
}
