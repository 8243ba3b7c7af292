import { LookupAttributeKey } from "../source";
import { ConditionSet } from "./matches";
import { NeededRecord, RecordNeeds, bothNeeds, holding } from "./recordNeeds";

/**
 * What a record needs to meet one of the sets of conditions, by what `matches` looks at.
 *
 * @returns undefined where every record may
 */
export function needsOfWhere(sets: readonly ConditionSet[]): RecordNeeds | undefined {
  const all: NeededRecord[] = [];
  for (const set of sets) {
    let needs: RecordNeeds | undefined;
    for (const [key, value] of set) needs = bothNeeds(needs, NEEDS[key](value));
    if (!needs) return undefined;
    all.push(...needs);
  }
  return all;
}

const NEEDS: Readonly<Record<LookupAttributeKey, (value: string) => RecordNeeds | undefined>> = {
  EventId: (value) => oneField("eventID", value),
  EventName: (value) => oneField("eventName", value),
  EventSource: (value) => oneField("eventSource", value),
  AccessKeyId: (value) => oneField("userIdentity.accessKeyId", value),
  ReadOnly: (value) => [{ fields: [{ field: "readOnly", oneOf: [value], caseless: true }] }],
  Username: usernameNeeds,
  ResourceName: (value) => [holding(value)],
  // A parameter's name says it, and not in these words.
  ResourceType: () => undefined,
};

function oneField(field: string, value: string): RecordNeeds {
  return [{ fields: [{ field, oneOf: [value] }] }];
}

/** A session's name, and a user's that isn't said outright, ends its ARN or its id. */
const NAMED_BY_END = ["AssumedRole", "FederatedUser", "IAMUser"];

function usernameNeeds(value: string): RecordNeeds {
  const named = [...oneField("userIdentity.userName", value)];
  if (value === "root") named.push(...oneField("userIdentity.type", "Root"));
  const type = { field: "userIdentity.type", oneOf: NAMED_BY_END };
  const id = { field: "userIdentity.principalId", oneOf: [`:${value}`], ending: true };
  const arn = { field: "userIdentity.arn", oneOf: [`/${value}`, `:${value}`], ending: true };
  return [...named, { fields: [type, id] }, { fields: [type, arn] }];
}
