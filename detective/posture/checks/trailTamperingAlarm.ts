import { Watch } from "../watch";
import { watchCheck } from "../watchCheck";

const NAMES = ["StopLogging", "DeleteTrail", "UpdateTrail"];

const WATCH: Watch = {
  name: "trail-tampering",
  calls: NAMES.map((name) => ({
    says: name,
    source: "cloudtrail.amazonaws.com",
    name,
    where: "home" as const,
    fields: ({ arn }) => ({ requestParameters: { name: arn } }),
  })),
  pattern:
    "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
};

export const trailTamperingAlarm = watchCheck({
  id: "tampering-noticed",
  title: "Stopping, changing or deleting the trail is told to somebody",
  pillar: "response",
  weight: 5,
  why: "It is an intruder's first move, and afterwards nothing is recorded: what was told before counts.",
  cis: ["5.5", "4.5"],
  watch: WATCH,
});
