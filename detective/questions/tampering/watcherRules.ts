import { Level } from "../../finding";
import { techniques } from "../../techniques";
import { textAt, valueAt } from "../../textAt";
import { Judgement, Rule, always, rules } from "./judgement";
import { groupName } from "./logPlaces";

const LOGS = techniques("T1562.008");
const TOOLS = techniques("T1562.001");

/** Calls that take away who watches the trail: log group, filters, alarms, event rules, topics. */
export const LOG_GROUP_RULES = rules({
  DeleteLogGroup: onGroup(
    "high",
    "low",
    "the log group goes, with the events in it",
    techniques("T1070", "T1562.008"),
  ),
  DeleteLogStream: onGroup("high", "low", "a stream of log events goes", techniques("T1070")),
  DeleteMetricFilter: onGroup("high", "medium", "what the filter counted raises no alarm any more", LOGS),
  DeleteSubscriptionFilter: onGroup("medium", "low", "log events no longer reach their subscriber", LOGS),
  PutRetentionPolicy: onGroup("medium", undefined, "how long log events are kept is changed", LOGS),
});

export const ALARM_RULES = rules({
  DeleteAlarms: onAlarms("alarms are gone"),
  DisableAlarmActions: onAlarms("alarms tell nobody any more"),
});

export const RULE_RULES = rules({
  DisableRule: always("medium", "a rule on events no longer fires", LOGS),
  DeleteRule: always("medium", "a rule on events is gone", LOGS),
  RemoveTargets: always("medium", "a rule on events reaches its targets no more", LOGS),
});

export const TOPIC_RULES = rules({
  DeleteTopic: always("low", "who was told by the topic is told no more", LOGS),
  Unsubscribe: always("low", "a subscriber is told no more", LOGS),
});

const DETECTORS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  "guardduty.amazonaws.com": {
    DeleteDetector: always("high", "GuardDuty is off in the Region", TOOLS),
    UpdateDetector: ({ requestParameters }) =>
      String(valueAt(requestParameters, "enable")) === "false"
        ? { level: "high", effect: "GuardDuty is off in the Region", attack: TOOLS }
        : undefined,
    CreateIPSet: always("low", "GuardDuty trusts addresses, if the list is one of trusted ones", TOOLS),
    DisassociateFromAdministratorAccount: always(
      "medium",
      "GuardDuty's administrator no longer sees the account",
      TOOLS,
    ),
    DisassociateFromMasterAccount: always(
      "medium",
      "GuardDuty's administrator no longer sees the account",
      TOOLS,
    ),
  },
  "config.amazonaws.com": {
    StopConfigurationRecorder: always("medium", "AWS Config records no changes", TOOLS),
    DeleteConfigurationRecorder: always("medium", "AWS Config records no changes", TOOLS),
    DeleteDeliveryChannel: always("medium", "AWS Config delivers nothing", TOOLS),
  },
  "securityhub.amazonaws.com": {
    DisableSecurityHub: always("medium", "Security Hub is off in the Region", TOOLS),
  },
  "access-analyzer.amazonaws.com": {
    DeleteAnalyzer: always("low", "IAM Access Analyzer no longer looks", TOOLS),
  },
  "macie2.amazonaws.com": { DisableMacie: always("medium", "Macie is off in the Region", TOOLS) },
  "ec2.amazonaws.com": { DeleteFlowLogs: always("medium", "network flows are no longer recorded", LOGS) },
};

/** Calls that switch off the account's other detectors, by event source. */
export const DETECTOR_RULES = new Map(
  Object.entries(DETECTORS).map(([source, table]) => [source, rules(table)]),
);

/** On the trail's own log group with full weight; on another with the lesser one, or not at all. */
function onGroup(own: Level, other: Level | undefined, effect: string, attack: Judgement["attack"]): Rule {
  return ({ requestParameters }, { logGroups }) => {
    const named =
      textAt(requestParameters, "logGroupName") ?? textAt(requestParameters, "logGroupIdentifier");
    const group = named === undefined ? undefined : groupName(named);
    if (group !== undefined && logGroups.has(group)) {
      return { level: own, effect, attack, target: `the trail's log group ${group}` };
    }
    if (other === undefined) return undefined;
    const target = group === undefined ? {} : { target: `the log group ${group}` };
    return { level: other, effect: `${effect}; whether the trail uses it isn't known`, attack, ...target };
  };
}

/** Any alarm may be one on the trail's events. */
function onAlarms(effect: string): Rule {
  return ({ requestParameters }) => {
    const names = valueAt(requestParameters, "alarmNames");
    const first = textAt(names, "0");
    const more = Array.isArray(names) && names.length > 1 ? ` and ${names.length - 1} more` : "";
    return {
      level: "medium",
      effect,
      attack: LOGS,
      ...(first !== undefined && { target: `the alarm ${first}${more}` }),
    };
  };
}
