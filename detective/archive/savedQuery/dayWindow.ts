import { ParameterValueError, dayOf } from "./parameterLiteral";
import { QueryDialect } from "./savedQuery";

/** The days of delivery that a query looks at, both ends inclusive, as 2026/01/31. */
export interface DayWindow {
  readonly from?: string;
  readonly to?: string;
  /** What `:days` stands for. */
  readonly condition: string;
}

/** On Athena each day that is looked at costs. */
const ATHENA_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The days that were given, or the usual ones: of files every day there is, on Athena the last 7 (UTC).
 *
 * Files outside of CloudTrail's folders don't tell their day. They are asked too, whatever the days: a record is rather
 * looked at in vain than left out.
 *
 * @throws ParameterValueError
 */
export function dayWindow(
  given: Readonly<{ from?: unknown; to?: unknown }>,
  dialect: QueryDialect,
  today: Date,
): DayWindow {
  const day = (value: unknown) => (value === undefined || value === "" ? undefined : dayOf(value));
  let [from, to] = [day(given.from), day(given.to)];
  if (dialect === "athena") {
    // A window that only begins ends today; one that only ends is as long as the usual one.
    to ??= dayOf(today);
    from ??= dayOf(new Date(Date.parse(to.replaceAll("/", "-")) - (ATHENA_DAYS - 1) * DAY_MS));
  }
  if (from !== undefined && to !== undefined && from > to)
    throw new ParameterValueError(`the window begins on ${from}, after its end on ${to}; turn them round`);
  if (dialect === "athena") return { from, to, condition: `log_day BETWEEN '${from}' AND '${to}'` };
  const bounds = [from && `log_day >= '${from}'`, to && `log_day <= '${to}'`].filter(Boolean);
  if (bounds.length === 0) return { condition: "TRUE" };
  return { from, to, condition: `(log_day IS NULL OR ${bounds.join(" AND ")})` };
}
