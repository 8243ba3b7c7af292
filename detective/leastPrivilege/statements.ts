import { compareText } from "../compareText";
import { Condition, Permission } from "./permission";
import { PolicyStatement } from "./policyDocument";
import { fewerResources } from "./fewerResources";

/** A statement with the calls that it rests on. */
export interface EvidencedStatement {
  sid: string;
  actions: readonly string[];
  resources: readonly string[];
  condition?: Condition;
  /** The AWS service that made the calls on the principal's behalf. */
  via?: string;
  /** Why it is wider than the calls were, by action. */
  wide: readonly { action: string; why: string }[];
  calls: number;
  /** ISO 8601; empty where no record has a time. */
  firstUsed: string;
  lastUsed: string;
  /** eventIDs, oldest first. */
  evidence: readonly string[];
}

/** A permission, and the call that needed it. */
export interface NeededPermission extends Permission {
  eventID?: string;
  eventTime?: string;
}

/** All that needs to be known of an action under one condition. */
interface ActionUse {
  action: string;
  condition?: Condition;
  via?: string;
  resources: Set<string>;
  wide: Set<string>;
  uses: NeededPermission[];
}

/** Gathers permissions into statements: actions that were used on the same resources share one. */
export function statementsOf(
  needed: readonly NeededPermission[],
  mostResources: number,
): EvidencedStatement[] {
  const actions = new Map<string, ActionUse>();
  for (const permission of needed) {
    const { action, condition, via, resources, wide } = permission;
    const key = JSON.stringify([action, condition, via]);
    const use = actions.get(key) ?? {
      action,
      condition,
      via,
      resources: new Set(),
      wide: new Set(),
      uses: [],
    };
    actions.set(key, use);
    for (const resource of resources) use.resources.add(resource);
    if (wide !== undefined) use.wide.add(wide);
    use.uses.push(permission);
  }
  const grouped = new Map<string, { use: ActionUse; resources: readonly string[] }[]>();
  for (const use of actions.values()) {
    const { resources, widened } = fewerResources(
      use.resources.has("*") ? ["*"] : [...use.resources].sort(),
      // One role or user is not as good as the next.
      /^(iam|sts):/.test(use.action) ? Infinity : mostResources,
    );
    for (const { pattern, instead } of widened)
      use.wide.add(`${pattern} stands for ${instead} resources that were used`);
    const key = JSON.stringify([use.action.split(":")[0], resources, use.condition, use.via]);
    grouped.set(key, [...(grouped.get(key) ?? []), { use, resources }]);
  }
  const statements = [...grouped.values()].map(statementOf);
  statements.sort((a, b) => compareText(sortKey(a), sortKey(b)));
  const counts = new Map<string, number>();
  return statements.map((statement) => {
    const name = sidName(statement);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { ...statement, sid: `${name}${count}` };
  });
}

function statementOf(group: readonly { use: ActionUse; resources: readonly string[] }[]): EvidencedStatement {
  const [{ use, resources }] = group as [(typeof group)[number]];
  const uses = group.flatMap(({ use }) => use.uses);
  const times = uses.flatMap(({ eventTime }) => eventTime ?? []).sort();
  const byTime = [...uses].sort((a, b) => compareText(a.eventTime ?? "", b.eventTime ?? ""));
  const evidence = [...new Set(byTime.flatMap(({ eventID }) => eventID ?? []))];
  return {
    sid: "",
    actions: group.map(({ use }) => use.action).sort(),
    resources,
    ...(use.condition && { condition: use.condition }),
    ...(use.via && { via: use.via }),
    wide: group.flatMap(({ use }) => [...use.wide].sort().map((why) => ({ action: use.action, why }))),
    calls: uses.length,
    firstUsed: times[0] ?? "",
    lastUsed: times.at(-1) ?? "",
    evidence,
  };
}

export function policyStatement({ sid, actions, resources, condition }: EvidencedStatement): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

function sortKey({ actions, resources, condition, via }: EvidencedStatement): string {
  return JSON.stringify([actions[0], actions, resources, condition, via]);
}

/** Sids are letters and digits only. */
function sidName({ actions, via }: EvidencedStatement): string {
  const word = (text: string) =>
    text
      .split(/[^A-Za-z0-9]+/)
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join("");
  const service = word(actions[0]!.split(":")[0]!);
  // A bound: the name of the service comes from the record.
  return `${service}${via ? `Via${word(via.replace(/\.amazonaws\.com$/, "")).slice(0, 30)}` : ""}Calls`;
}
