import { Watch } from "../watch";
import { anyOfNames, callsNamed, watchCheck } from "../watchCheck";

const NAMES = ["DisableKey", "ScheduleKeyDeletion"];

const WATCH: Watch = {
  name: "key-loss",
  calls: callsNamed(NAMES, "kms.amazonaws.com", "home"),
  pattern: `{ ($.eventSource = kms.amazonaws.com) && (${anyOfNames(NAMES)}) }`,
};

export const keyLossAlarm = watchCheck({
  id: "key-loss-alarm",
  title: "Disabling or deleting a KMS key is told to somebody",
  pillar: "detection",
  weight: 0,
  why: "Without its key the trail delivers nothing, and what it delivered can't be read.",
  cis: ["5.7", "4.7"],
  watch: WATCH,
});
