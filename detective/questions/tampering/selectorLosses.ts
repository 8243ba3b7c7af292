import { Level } from "../../finding";
import { JsonObject, isJsonObject } from "../../json";
import { textAt, valueAt } from "../../textAt";

/** Something that a trail no longer records. */
export interface Loss {
  level: Level;
  /** `management events`, in words that stand before "are no longer recorded". */
  what: string;
}

/** AWS allows to leave out two; a record could say more. */
const MOST_SOURCES = 10;
const NO_MANAGEMENT: Loss = { level: "high", what: "management events" };
const NO_WRITES: Loss = { level: "high", what: "management events that write" };
const NO_READS: Loss = { level: "medium", what: "management events that only read" };

/**
 * What selectors leave out of management events; data events are an extra that nothing can be said of without the
 * selectors before.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export function selectorLosses(request: JsonObject | null | undefined): readonly Loss[] {
  const advanced = objects(request?.["advancedEventSelectors"]);
  if (advanced.length > 0) return advancedLosses(advanced);
  const basic = objects(request?.["eventSelectors"]);
  // A record may lack them: then nothing is known, which the caller says.
  return basic.length > 0 ? basicLosses(basic) : [];
}

function basicLosses(selectors: readonly JsonObject[]): readonly Loss[] {
  const management = selectors.filter((each) => textAt(each, "includeManagementEvents") !== "false");
  if (management.length === 0) return [NO_MANAGEMENT];
  const types = management.map((each) => textAt(each, "readWriteType") ?? "All");
  // What one selector leaves out another may take.
  const left = management
    .map((each) => texts(each["excludeManagementEventSources"]))
    .reduce((both, each) => both.filter((source) => each.includes(source)));
  return [...readWriteLosses(types), ...sourceLosses(left)];
}

function advancedLosses(selectors: readonly JsonObject[]): readonly Loss[] {
  const fieldsOf = (selector: JsonObject) => objects(selector["fieldSelectors"]);
  const management = selectors
    .map(fieldsOf)
    .filter((fields) =>
      fields.some(
        (each) => each["field"] === "eventCategory" && texts(each["equals"]).includes("Management"),
      ),
    );
  if (management.length === 0) return [NO_MANAGEMENT];
  const types = management.map((fields) => {
    const readOnly = fields.find((each) => each["field"] === "readOnly");
    const value = readOnly && texts(readOnly["equals"])[0];
    return value === "true" ? "ReadOnly" : value === "false" ? "WriteOnly" : "All";
  });
  const left = management
    .map((fields) =>
      texts(
        valueAt(
          fields.find((each) => each["field"] === "eventSource"),
          "notEquals",
        ),
      ),
    )
    .reduce((both, each) => both.filter((source) => each.includes(source)));
  return [...readWriteLosses(types), ...sourceLosses(left)];
}

function readWriteLosses(types: readonly string[]): readonly Loss[] {
  if (types.every((type) => type === "ReadOnly")) return [NO_WRITES];
  return types.every((type) => type === "WriteOnly") ? [NO_READS] : [];
}

function sourceLosses(sources: readonly string[]): readonly Loss[] {
  return sources.length > 0
    ? [
        {
          level: "medium",
          what: `events of ${sources
            .slice(0, MOST_SOURCES)
            .map((source) => source.slice(0, 100))
            .join(", ")}`,
        },
      ]
    : [];
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
