import { Gap } from "../source";
import { RecordColumns } from "./recordColumns";

/** What records read from a table lack, whatever they are asked. */
export function columnGap({ missing }: Pick<RecordColumns, "missing">): Gap {
  return {
    reason: "no-column",
    inherent: true,
    detail: `Athena's table has no column for ${missing.join(", ")}, nor for fields newer than it; records come without them.`,
  };
}
