import { ScannedField } from "./recordFilter";
import { ScannedRecords } from "./recordScanner";

/** Shows records to one who wants some of the fields that were scanned, in an order of its own. */
export function pickFields(
  wanted: readonly ScannedField[],
  scanned: readonly ScannedField[],
): (records: ScannedRecords) => ScannedRecords {
  const places = wanted.map((field) => scanned.indexOf(field));
  if (places.length === scanned.length && places.every((place, at) => place === at))
    return (records) => records;
  let room = new Int32Array(0);
  return (records) => {
    const { count, spans, bytes } = records;
    if (spans && room.length < 2 * count * places.length) room = new Int32Array(4 * count * places.length);
    if (spans) copySpans(spans, scanned.length, room, places, count);
    return {
      count,
      bytes,
      start: (record) => records.start(record),
      end: (record) => records.end(record),
      value: (record, field) => records.value(record, places[field]!),
      ...(spans && { spans: room }),
    };
  };
}

function copySpans(
  from: Int32Array,
  width: number,
  to: Int32Array,
  places: readonly number[],
  count: number,
): void {
  let next = 0;
  for (let record = 0; record < count; record++) {
    for (const place of places) {
      const at = 2 * (record * width + place);
      to[next++] = from[at]!;
      to[next++] = from[at + 1]!;
    }
  }
}
