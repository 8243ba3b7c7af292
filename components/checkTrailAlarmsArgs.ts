import { InputProblems, matching, oneOf, wholeNumberFrom, type Rule } from "./inputProblems";
import * as rule from "./inputRules";
import type {
  AlarmFilterArgs,
  AlarmRuleArgs,
  AlertSubscriptionArgs,
  TrailAlarmsArgs,
} from "./trailAlarmsArgs";

/**
 * Limits of EventBridge and CloudWatch Logs that AWS does not raise, but for the size of a pattern, which it raises to 4096.
 * Source: EventBridge user guide, "Amazon EventBridge quotas"; CloudWatch Logs user guide, "CloudWatch Logs quotas".
 */
const limits = {
  ruleName: 64,
  eventPattern: 2048,
  largestEventPattern: 4096,
  rulesWithWildcards: 30,
  filterPattern: 1024,
  filtersPerLogGroup: 100,
} as const;

/** The arguments with what stands for a missing one put in. */
export type CheckedTrailAlarms = TrailAlarmsArgs & {
  namePrefix: string;
  eventBusName: string;
  eventRules: AlarmRuleArgs[];
  metricFilters: AlarmFilterArgs[];
};

/**
 * Judges all inputs of a TrailAlarms together.
 * @throws InputPropertiesError that lists every problem.
 */
export function checkTrailAlarmsArgs(name: string, args: TrailAlarmsArgs): CheckedTrailAlarms {
  const problems = new InputProblems(`TrailAlarms "${name}"`);
  const { eventRules = [], metricFilters = [] } = args;
  const namePrefix = args.namePrefix ?? name;
  problems.judge("namePrefix", namePrefix, prefixRule);
  problems.judge("eventBusName", args.eventBusName, busRule);
  problems.judge("metricNamespace", args.metricNamespace, namespaceRule);
  problems.judge("eventPatternQuota", args.eventPatternQuota, patternQuotaRule);
  problems.judge("queue.retentionDays", args.queue?.retentionDays, retentionRule);
  if (eventRules.length + metricFilters.length === 0) {
    problems.add("eventRules", "is empty, and metricFilters too: nothing would ever ring; give one of them");
  }
  checkRules(problems, eventRules, namePrefix, args.eventPatternQuota ?? limits.eventPattern);
  checkFilters(problems, args, metricFilters, namePrefix);
  if (args.keyArn && args.withoutKey) {
    problems.add("withoutKey", "true goes without a key, and keyArn names one; leave one of the two out");
  }
  const checked = {
    ...args,
    namePrefix,
    eventBusName: args.eventBusName ?? "default",
    eventRules,
    metricFilters,
    logGroupName: problems.check("logGroupName", args.logGroupName, rule.logGroupNameRule),
    keyArn: problems.check("keyArn", args.keyArn, rule.keyArnRule),
    subscriptions: args.subscriptions?.map((subscription, index) =>
      checkSubscription(problems, `subscriptions[${index}]`, subscription),
    ),
  };
  problems.throwIfAny();
  return checked;
}

function checkRules(
  problems: InputProblems,
  rules: readonly AlarmRuleArgs[],
  namePrefix: string,
  quota: number,
): void {
  checkNames(problems, "eventRules", rules, namePrefix);
  rules.forEach(({ eventPattern, level }, index) => {
    const at = `eventRules[${index}]`;
    problems.judge(`${at}.level`, level, oneOf(["informational", "low", "medium", "high", "critical"]));
    const reason = patternProblem(eventPattern, quota);
    if (reason) problems.add(`${at}.eventPattern`, `${shown(eventPattern)} ${reason}`);
  });
  const wild = rules.filter(({ eventPattern }) => /"wildcard"\s*:/.test(eventPattern ?? "")).length;
  if (wild > limits.rulesWithWildcards) {
    problems.add(
      "eventRules",
      `holds ${wild} rules with wildcards, and an event bus takes ${limits.rulesWithWildcards}; leave some out, or run them from the log files`,
    );
  }
}

function checkFilters(
  problems: InputProblems,
  args: TrailAlarmsArgs,
  filters: readonly AlarmFilterArgs[],
  namePrefix: string,
): void {
  checkNames(problems, "metricFilters", filters, namePrefix);
  filters.forEach(({ name, pattern, threshold }, index) => {
    const at = `metricFilters[${index}]`;
    if (name === "undelivered") {
      problems.add(`${at}.name`, '"undelivered" is the name of the delivery alarm; name it otherwise');
    }
    problems.judge(`${at}.threshold`, threshold, wholeNumberFrom(1, "use 1 to hear of each"));
    if (typeof pattern !== "string" || pattern.trim() === "") {
      problems.add(`${at}.pattern`, "is empty and would match every event; give the pattern");
    } else if (pattern.length > limits.filterPattern) {
      problems.add(
        `${at}.pattern`,
        `${shown(pattern)} has ${pattern.length} characters, and a metric filter takes ${limits.filterPattern}; split it into two filters`,
      );
    }
  });
  if (filters.length > limits.filtersPerLogGroup) {
    problems.add(
      "metricFilters",
      `holds ${filters.length} filters, and a log group takes ${limits.filtersPerLogGroup}; leave some out, or make them eventRules`,
    );
  }
  if (filters.length > 0 && args.logGroupName === undefined) {
    problems.add(
      "logGroupName",
      "is missing, and metricFilters read one; give AuditTrail's logGroupName, made with cloudWatchLogs",
    );
  }
}

function checkNames(
  problems: InputProblems,
  list: "eventRules" | "metricFilters",
  entries: readonly { name: string }[],
  namePrefix: string,
): void {
  const seen = new Map<string, number>();
  entries.forEach(({ name }, index) => {
    const at = `${list}[${index}].name`;
    if (typeof name !== "string" || !/^[A-Za-z0-9._-]+$/.test(name)) {
      problems.add(at, `${JSON.stringify(name)} is not made of letters, digits and . _ -; name it otherwise`);
      return;
    }
    const whole = namePrefix.length + 1 + name.length;
    if (whole > limits.ruleName) {
      problems.add(
        at,
        `"${name}" makes ${whole} characters with "${namePrefix}-" before it, and a name has at most ${limits.ruleName}; shorten it, or namePrefix`,
      );
    }
    const first = seen.get(name);
    if (first !== undefined) {
      problems.add(at, `"${name}" is the name of ${list}[${first}] too; name each once`);
    }
    seen.set(name, first ?? index);
  });
}

function patternProblem(text: string, quota: number): string | undefined {
  if (typeof text !== "string") return "is not JSON text; give the event pattern as text";
  if (text.length > quota) {
    return `has ${text.length} characters, and EventBridge takes ${quota}; split the rule, or have AWS raise the quota "Event pattern size" (up to ${limits.largestEventPattern}) and say eventPatternQuota`;
  }
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    return `is not JSON (${(error as Error).message}); give what the rule compiles to`;
  }
  if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern)) {
    return "is not a JSON object; give the event pattern";
  }
  return "source" in pattern || "detail-type" in pattern
    ? undefined
    : 'names neither "source" nor "detail-type" and would read every event of the bus; name one of them';
}

function checkSubscription(
  problems: InputProblems,
  at: string,
  { protocol, endpoint }: AlertSubscriptionArgs,
): AlertSubscriptionArgs {
  problems.judge(`${at}.protocol`, protocol, oneOf(Object.keys(endpointRules)));
  if (!endpoint) problems.add(`${at}.endpoint`, "is missing; say who is to be told");
  const checked = problems.check(
    `${at}.endpoint`,
    endpoint || undefined,
    endpointRules[protocol] ?? (() => undefined),
  );
  return { protocol, endpoint: checked ?? endpoint };
}

const prefixRule = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
  "1 to 40 letters, digits, _ and -, the first a letter or digit",
  "give namePrefix",
);

const busRule = matching(
  /^(?!aws\.partner\/)[\w.-]{1,256}$/,
  "the name of the default or a custom event bus, which alone have CloudTrail's events",
  "give its name, or leave it out for the default bus",
);

const namespaceRule = matching(
  /^(?!AWS\/)[\w./#-]{1,255}$/,
  "1 to 255 letters, digits and . _ / # - that do not begin with AWS/",
  "name the namespace otherwise",
);

const patternQuotaRule: Rule<number> = (value) =>
  Number.isInteger(value) && value >= limits.eventPattern && value <= limits.largestEventPattern
    ? undefined
    : `is not a whole number of ${limits.eventPattern} to ${limits.largestEventPattern}; give the account's quota "Event pattern size"`;

const retentionRule: Rule<number> = (days) =>
  Number.isInteger(days) && days >= 1 && days <= 14
    ? undefined
    : "is not a whole number of 1 to 14; SQS keeps messages for 14 days at most";

const mailRule = matching(/^[^\s@]+@[^\s@]+$/, "a mail address", "give one, as in security@example.com");
const arnRule = (service: string) =>
  matching(new RegExp(`^arn:aws[a-z-]*:${service}:`), "an ARN of that service", "give it in full");

/** How an endpoint looks, by protocol; plain http is none of them. */
const endpointRules: Readonly<Record<string, Rule<string>>> = {
  email: mailRule,
  "email-json": mailRule,
  https: matching(/^https:\/\/\S+$/, "an https URL", "begin it with https://"),
  lambda: arnRule("lambda"),
  sms: matching(/^\+\d{5,15}$/, "a telephone number", "write it as +4930…"),
  sqs: arnRule("sqs"),
};

function shown(text: unknown): string {
  const json = JSON.stringify(text) ?? String(text);
  return json.length <= 80 ? json : `${json.slice(0, 80)}…`;
}
