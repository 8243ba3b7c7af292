import { AthenaTable } from "./athenaTable";

/** When the first day begins that a table's projection makes up, in ms since 1970; undefined where it doesn't say. */
export function firstDayTime({ firstDay = "", day }: AthenaTable): number | undefined {
  const form =
    day?.kind === "day" && day.format === "yyyyMMdd" ? /^(\d{4})(\d\d)(\d\d)/ : /^(\d{4})\D(\d\d)\D(\d\d)/;
  const [, year, month, date] = form.exec(firstDay) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(date));
}
