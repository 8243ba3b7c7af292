import { CloudTrailEvent } from "../../event";
import { Level } from "../../finding";
import { techniques } from "../../techniques";
import { textAt } from "../../textAt";
import { Judgement, Rule, rules } from "./judgement";
import { keyIds } from "./logPlaces";

const LOGS = techniques("T1562.008");
const DESTROYED = techniques("T1485", "T1562.008");

/** Calls to KMS that harm a key of logs. */
export const KEY_RULES = rules({
  DisableKey: onKey(
    "high",
    "log files can be neither written nor read while the key is disabled",
    LOGS,
    true,
  ),
  ScheduleKeyDeletion: onKey(
    "critical",
    "once the key is deleted nobody can ever read the log files",
    DESTROYED,
    true,
  ),
  DeleteImportedKeyMaterial: onKey(
    "critical",
    "without the key's material nobody can read the log files",
    DESTROYED,
    true,
  ),
  PutKeyPolicy: onKey("medium", putPolicy, LOGS),
  DisableKeyRotation: onKey("low", "the key no longer changes from year to year", LOGS),
  RevokeGrant: onKey("low", "a grant on the key is taken back", LOGS),
});

/** On a key known to encrypt logs; where none is known, what could destroy them is shown with less weight. */
function onKey(
  level: Level,
  effect: string | ((event: CloudTrailEvent) => Pick<Judgement, "level" | "effect">),
  attack: Judgement["attack"],
  alsoUnknown = false,
): Rule {
  return (event, { keys }) => {
    const ids = keyIds(event);
    const own = ids.find((id) => keys.has(id));
    if (own === undefined && (keys.size > 0 || !alsoUnknown)) return undefined;
    const said = typeof effect === "string" ? { level, effect } : effect(event);
    if (own !== undefined) return { ...said, attack, target: `the log key ${own}` };
    return {
      level: "medium",
      effect: `if the trail uses the key, ${said.effect}; which key it uses isn't known here`,
      attack,
      target: `the key ${ids[0] ?? "unknown"}`,
    };
  };
}

function putPolicy({ requestParameters }: CloudTrailEvent): Pick<Judgement, "level" | "effect"> {
  const policy = textAt(requestParameters, "policy");
  if (policy === undefined)
    return { level: "medium", effect: "the key's policy is replaced; the record lacks it" };
  return policy.includes("cloudtrail.amazonaws.com")
    ? { level: "low", effect: "the key\'s policy is replaced; it still names CloudTrail" }
    : {
        level: "high",
        effect: "the key's new policy doesn't name CloudTrail, which may no longer encrypt with it",
      };
}
