import { Gap } from "../source";
import type { AthenaSession } from "./athenaSession";
import type { PartitionColumn } from "./athenaTable";
import { firstDayTime } from "./firstDayTime";

/** What was asked for and the table has no files of, as far as it says itself. */
export function unseenGaps(
  { table, scope }: Pick<AthenaSession, "table" | "scope">,
  { startTime }: { startTime?: Date },
): Gap[] {
  const full = `${table.database}.${table.name}`;
  const details: string[] = [];
  const look = (
    partition: PartitionColumn | undefined,
    wanted: readonly string[] | undefined,
    what: string,
  ) => {
    const missing = (wanted ?? []).filter((value) => partition?.values?.includes(value) === false);
    if (missing.length > 0)
      details.push(
        `${full} has no files of ${what} ${missing.join(", ")}: add it to the table's partitions, or read them with --from s3://…`,
      );
  };
  look(table.account, scope.accounts, "account");
  look(table.region, scope.regions, "Region");
  const first = firstDayTime(table);
  if (startTime && first !== undefined && startTime.getTime() < first)
    details.push(`${full} begins on ${table.firstDay}: what was delivered before is not read.`);
  return details.map((detail) => ({ reason: "not-read-to-the-end", inherent: false, detail }));
}
