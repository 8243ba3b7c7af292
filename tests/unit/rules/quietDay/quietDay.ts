import { applications } from "./applications";
import { deployments } from "./deployments";
import { operations } from "./operations";
import { scans } from "./scans";
import { services } from "./services";
import { signIns } from "./signIns";
import { teardown } from "./teardown";

/** What an account of a small company does on a working day without anybody meaning harm; no two records alike. */
export function quietDay(): readonly object[] {
  const day = [
    ...signIns(),
    ...deployments(),
    ...operations(),
    ...applications(),
    ...services(),
    ...scans(),
    ...teardown(),
  ];
  return day.map((record, index) => ({
    ...record,
    eventID: `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`,
  }));
}
