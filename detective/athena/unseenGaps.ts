import { Gap } from "../source";
import type { AthenaSession } from "./athenaSession";
import type { PartitionColumn } from "./athenaTable";

/** What was asked for and the table has no files of, as far as it says itself. */
export function unseenGaps(
  { table, scope }: Pick<AthenaSession, "table" | "scope">,
  { startTime }: { startTime?: Date },
): Gap[] {
  const full = `${table.database}.${table.name}`;
  const gap = (inherent: boolean, detail: string): Gap => ({
    reason: "not-read-to-the-end",
    inherent,
    detail,
  });
  const unseen = (
    partition: PartitionColumn | undefined,
    wanted: readonly string[] | undefined,
    what: string,
  ) => {
    const missing = (wanted ?? []).filter((value) => partition?.values?.includes(value) === false);
    return missing.length === 0
      ? []
      : [
          gap(
            false,
            `${full} has no files of ${what} ${missing.join(", ")}: add it to the table's partitions, or read them with --from s3://…`,
          ),
        ];
  };
  const { firstDay } = table;
  const first =
    firstDay === undefined ? NaN : Date.parse(firstDay.replace(/^(\d{4})\D?(\d\d)\D?(\d\d).*$/, "$1-$2-$3"));
  const begins = Number.isNaN(first)
    ? []
    : [
        ...(startTime && startTime.getTime() < first
          ? [gap(false, `${full} begins on ${firstDay}: what was delivered before is not read.`)]
          : []),
      ];
  return [
    ...unseen(table.account, scope.accounts, "account"),
    ...unseen(table.region, scope.regions, "Region"),
    ...begins,
  ];
}
