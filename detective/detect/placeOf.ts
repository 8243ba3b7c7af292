import { isJsonObject } from "../json";
import { RawRecord, RecordPlace } from "./detection";

/** Where a record lies, with what it is known by. */
export function placeOf({ source, index, record }: RawRecord): RecordPlace {
  const { eventID, eventTime } = isJsonObject(record) ? record : {};
  return {
    source,
    index,
    ...(typeof eventID === "string" && eventID !== "" && { eventID }),
    ...(typeof eventTime === "string" && { eventTime }),
  };
}
