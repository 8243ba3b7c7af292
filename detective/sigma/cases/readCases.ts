import { parse } from "yaml";
import { JsonObject, isJsonObject } from "../../json";
import { RuleCase, RuleCaseError } from "./ruleCase";
import { changed, numbered, withoutPath } from "./variant";

/** More would be a slip of the pen: nobody writes a case for them. */
const MOST_RECORDS = 100_000;

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads the cases of a rule: a `base` record, and for each case what differs from it.
 *
 * Every record gets an `eventID` of its own and an `eventTime` from the base's on, unless the case says which.
 * @param file what errors call it
 * @throws RuleCaseError on a file that can't be meant
 */
export function readCases(text: string, file: string): RuleCase[] {
  const { base, cases } = shape(file, text);
  const begin = Date.parse(String(base.eventTime));
  if (Number.isNaN(begin)) throw new RuleCaseError(`${file}: base.eventTime is no ISO 8601 time`);
  return cases.map((given, place) => {
    const where = `${file}: case ${place + 1}`;
    if (!isJsonObject(given)) throw new RuleCaseError(`${where} is no mapping`);
    known(given, ["name", "match", "with", "without", "events"], where);
    const { name, match, events } = given;
    if (typeof name !== "string" || name === "") throw new RuleCaseError(`${where} has no name`);
    if (!isVerdict(match))
      throw new RuleCaseError(`${where} (${name}): match is true, false, or a list of titles, names or ids`);
    const entries = events === undefined ? [{}] : list(events, `${where} (${name}): events`);
    const start = variant(base, given, `${where} (${name})`);
    const records: unknown[] = [];
    let time = begin;
    for (const [index, entry] of entries.entries()) {
      const there = `${where} (${name}), event ${index + 1}`;
      if (!isJsonObject(entry)) throw new RuleCaseError(`${there} is no mapping`);
      known(entry, ["times", "every", "after", "with", "without"], there);
      const { times = 1, every = "1s", after = "0s" } = entry;
      if (!Number.isInteger(times) || Number(times) < 1 || records.length + Number(times) > MOST_RECORDS)
        throw new RuleCaseError(`${there}: times is ${String(times)}; give 1 to ${MOST_RECORDS} in all`);
      const step = duration(every, `${there}: every`);
      time += duration(after, `${there}: after`);
      const pattern = variant(start, entry, there);
      for (let n = 0; n < Number(times); n++) {
        if (n > 0) time += step;
        const own = {
          // Records are told apart by their ids, and lie in time.
          ...(pattern.eventID === base.eventID && { eventID: eventId(place, records.length) }),
          ...(pattern.eventTime === base.eventTime && {
            eventTime: new Date(time).toISOString().replace(/\.\d+/, ""),
          }),
        };
        records.push({ ...(numbered(pattern, n) as JsonObject), ...own });
      }
    }
    return { name, match, records };
  });
}

function shape(file: string, text: string): { base: JsonObject; cases: readonly unknown[] } {
  let read: unknown;
  try {
    read = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new RuleCaseError(`${file}: ${(error as Error).message}`);
  }
  if (!isJsonObject(read) || !isJsonObject(read.base))
    throw new RuleCaseError(`${file}: give a "base" record and a list of "cases"`);
  known(read, ["base", "cases"], file);
  const cases = list(read.cases, `${file}: cases`);
  const names = cases.map((each) => (isJsonObject(each) ? each.name : undefined));
  const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index);
  if (twice !== undefined) throw new RuleCaseError(`${file}: two cases are named ${JSON.stringify(twice)}`);
  return { base: read.base, cases };
}

function variant(base: JsonObject, given: JsonObject, where: string): JsonObject {
  const { with: changes = {}, without = [] } = given;
  if (!isJsonObject(changes)) throw new RuleCaseError(`${where}: with is no mapping`);
  let record = changed(base, changes) as JsonObject;
  if (!Array.isArray(without)) throw new RuleCaseError(`${where}: without is no list of paths`);
  for (const path of without) {
    const left = typeof path === "string" ? withoutPath(record, path.split(".")) : undefined;
    // A path that isn't there proves nothing of what its absence does.
    if (!left)
      throw new RuleCaseError(`${where}: without names ${String(path)}, which the record doesn't have`);
    record = left;
  }
  return record;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new RuleCaseError(`${what} is no list, or an empty one`);
  return value;
}

function known(given: JsonObject, keys: readonly string[], where: string): void {
  const other = Object.keys(given).filter((key) => !keys.includes(key));
  if (other.length > 0)
    throw new RuleCaseError(`${where}: ${other.join(", ")} is not known; there are ${keys.join(", ")}`);
}

function isVerdict(value: unknown): value is RuleCase["match"] {
  if (typeof value === "boolean") return true;
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string");
}

function duration(value: unknown, what: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(String(value)) ?? [];
  if (amount === undefined || unit === undefined)
    throw new RuleCaseError(`${what} is "${String(value)}"; write it like 90s, 5m, 2h or 1d`);
  return Number(amount) * UNITS_MS[unit]!;
}

function eventId(place: number, index: number): string {
  const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");
  return `${hex(place, 8)}-0000-4000-8000-${hex(index, 12)}`;
}
