import { Answer, answer } from "../answer";
import { Level, byWeight, levelRank } from "../finding";
import { EscalationChain, judgeChain } from "../escalation/judgeChain";
import { linkSteps } from "../escalation/linkSteps";
import { oldestFirst } from "../oldestFirst";
import { EventConditions, EventSet } from "../source";

/** Which chains are listed, and what is taken to belong together. */
export interface EscalationOptions {
  /** Chains below this are counted in the title and not listed. @default low */
  atLeast?: Level;
  /** Hours within which calls are taken to belong together where no key or session says so. @default 24 */
  within?: number;
}

type Columns = "time" | "level" | "who" | "target" | "outcome" | "attack" | "steps" | "what";

/** Steps that a row shows; the item has all. */
const SHOWN = 8;

/**
 * Who got more rights than they had, how, and what did they do with them?
 *
 * Chains, not counts: a policy attached, a key made for another user, a trust changed and the role assumed, a role
 * passed to a function, each with the first calls that used it. The gravest first, of these the newest.
 */
export function privilegeEscalation(
  set: EventSet,
  { atLeast = "low", within }: EscalationOptions = {},
): Answer<Columns, EscalationChain> {
  const all = escalationChains(set, within);
  const chains = all.filter(({ level }) => levelRank(level) >= levelRank(atLeast));
  const left = all.length - chains.length;
  return answer(
    {
      id: "privilegeEscalation",
      title: `Privilege escalation${left > 0 ? ` (and ${left} everyday ${left > 1 ? "changes" : "change"} of rights, not listed)` : ""}`,
      columns: {
        time: ["Time", "time"],
        level: "Level",
        who: ["Who", "who"],
        target: ["To what", "who"],
        outcome: "Outcome",
        attack: "ATT&CK",
        steps: ["Steps", "number"],
        what: ["What", "text"],
      },
    },
    chains,
    { row: rowOf, evidence: ({ evidence }) => evidence },
    set,
  );
}

/** Every chain that was found, whatever its level. */
export function escalationChains({ events }: Pick<EventSet, "events">, within?: number): EscalationChain[] {
  const seen = new Set<string>();
  const once = oldestFirst(events).filter(({ eventID }) => {
    if (eventID === undefined) return true;
    const first = !seen.has(eventID);
    seen.add(eventID);
    return first;
  });
  const options = within === undefined ? {} : { within };
  return linkSteps(once, options)
    .map(judgeChain)
    .filter((chain) => chain !== undefined)
    .sort(byWeight);
}

/** What the question needs of a source: calls that change something, and those that issue credentials. */
export function privilegeEscalationReads(): EventConditions[] {
  return [{ ReadOnly: "false" }, { EventSource: "sts.amazonaws.com" }];
}

function rowOf(chain: EscalationChain) {
  const told = chain.steps.slice(0, SHOWN).map(({ who, what }, index) => `${index + 1}. ${who} ${what}`);
  const rest = chain.steps.length - told.length;
  if (rest > 0) told.push(`… and ${rest} more`);
  return {
    time: chain.first,
    level: chain.level,
    who: chain.who,
    target: chain.target ?? "not recorded",
    outcome: chain.outcome,
    attack: chain.attack.map(({ id }) => id).join(" "),
    steps: String(chain.steps.length),
    what: chain.steps.length > 1 ? `${chain.title}: ${told.join(" → ")}` : chain.title,
  };
}
