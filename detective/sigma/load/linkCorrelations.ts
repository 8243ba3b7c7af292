import { SigmaCorrelation, SigmaRule } from "../rule";
import { positionText } from "../rulePosition";
import { CorrelationDraft, Draft, Reference, RefusedDraft, RuleDraft } from "./draft";
import { Links } from "./links";
import { Refusal, shown } from "./refusal";

/** Nobody correlates correlations deeper; what runs them may then follow them by recursion. */
const DEEPEST = 10;

/** How much of a circle is named. */
const LONGEST_PATH = 20;

/** What a correlation names, found. */
interface Part {
  readonly reference: Reference;
  readonly draft: RuleDraft | CorrelationDraft;
}

/** Makes correlations, each after what it correlates, and gives them in the order of the files. */
export function linkCorrelations(
  links: Links,
  rules: ReadonlyMap<RuleDraft, SigmaRule>,
  silent: ReadonlySet<Draft | RefusedDraft>,
): readonly SigmaCorrelation[] {
  const parts = new Map<CorrelationDraft, readonly Part[]>();
  for (const draft of links.running("correlation"))
    links.try(draft, () => {
      parts.set(
        draft,
        draft.rules.map((reference) => ({ reference, draft: find(reference, links) })),
      );
    });
  const made = new Map<CorrelationDraft, { correlation: SigmaCorrelation; depth: number }>();
  for (const draft of inOrder(parts, links))
    links.try(draft, () => {
      const below = parts.get(draft)!.map(({ reference, draft }) => {
        const problem = links.problems.get(draft);
        if (problem)
          throw new Refusal(
            reference.at,
            `the rule ${shown(reference.text)} that it correlates is refused: ${positionText(problem.at)}`,
            "correct that rule",
          );
        return draft.kind === "rule" ? { rule: rules.get(draft)!, depth: 0 } : deeper(made.get(draft)!);
      });
      const depth = Math.max(...below.map(({ depth }) => depth));
      if (depth > DEEPEST)
        throw new Refusal(
          draft.head.at,
          `correlations of correlations, deeper than ${DEEPEST}`,
          "flatten them",
        );
      const correlation = correlationOf(
        draft,
        below.map(({ rule }) => rule),
        parts.get(draft)!,
        links,
        !silent.has(draft),
      );
      made.set(draft, { correlation, depth });
    });
  return links.running("correlation").map((draft) => made.get(draft)!.correlation);
}

function deeper({ correlation, depth }: { correlation: SigmaCorrelation; depth: number }) {
  return { rule: correlation, depth: depth + 1 };
}

function find({ text, at }: Reference, { registry, problems }: Links): RuleDraft | CorrelationDraft {
  const found = registry.find(text);
  if (!found)
    throw new Refusal(at, `no rule is called ${shown(text)}`, "load its file too, or correct the name");
  if (found.kind === "filter")
    throw new Refusal(at, `${shown(text)} is a filter, and correlations are of rules`, "name a rule");
  const problem = problems.get(found);
  if (found.kind !== "refused" && !problem) return found;
  throw new Refusal(
    at,
    `the rule ${shown(text)} that it correlates is refused: ${positionText(problem!.at)}`,
    "correct that rule",
  );
}

/** The correlations, each after those that it correlates; those in a circle, or above one, are refused. */
function inOrder(
  parts: ReadonlyMap<CorrelationDraft, readonly Part[]>,
  links: Links,
): readonly CorrelationDraft[] {
  const users = new Map<CorrelationDraft, CorrelationDraft[]>();
  const waiting = new Map<CorrelationDraft, number>();
  for (const [draft, of] of parts) {
    const below = of.flatMap(({ draft }) =>
      draft.kind === "correlation" && parts.has(draft) ? [draft] : [],
    );
    waiting.set(draft, below.length);
    for (const other of below) {
      const known = users.get(other) ?? [];
      known.push(draft);
      users.set(other, known);
    }
  }
  const order = [...waiting].flatMap(([draft, count]) => (count === 0 ? [draft] : []));
  // The list grows while it is walked.
  for (const draft of order)
    for (const user of users.get(draft) ?? []) {
      const left = waiting.get(user)! - 1;
      waiting.set(user, left);
      if (left === 0) order.push(user);
    }
  const ordered = new Set(order);
  for (const draft of parts.keys())
    if (!ordered.has(draft)) links.refuse(draft, circle(draft, parts, ordered));
  return order;
}

/** Follows what is in no order until it comes round. */
function circle(
  start: CorrelationDraft,
  parts: ReadonlyMap<CorrelationDraft, readonly Part[]>,
  ordered: ReadonlySet<CorrelationDraft>,
): Refusal {
  const path: CorrelationDraft[] = [];
  let at = start.head.at;
  for (let draft = start; !path.includes(draft);) {
    path.push(draft);
    const next = parts
      .get(draft)!
      .find(({ draft: other }) => other.kind === "correlation" && parts.has(other) && !ordered.has(other))!;
    if (draft === start) at = next.reference.at;
    draft = next.draft as CorrelationDraft;
    if (path.length === LONGEST_PATH) break;
  }
  const names = path.map(({ head }) => shown(head.name ?? head.id ?? head.title));
  return new Refusal(at, `it correlates itself, or what does: ${names.join(" → ")} → …`, "break the circle");
}

function correlationOf(
  draft: CorrelationDraft,
  of: readonly (SigmaRule | SigmaCorrelation)[],
  parts: readonly Part[],
  { registry }: Links,
  reports: boolean,
): SigmaCorrelation {
  const aliases = new Map<string, Map<number, string>>();
  const places = new Map<unknown, number>(parts.map(({ draft }, place) => [draft, place]));
  for (const { name, rule, field } of draft.aliases) {
    const place = places.get(registry.find(rule.text));
    if (place === undefined)
      throw new Refusal(
        rule.at,
        `the alias ${shown(name)} names ${shown(rule.text)}, which is none of its rules`,
        "add it to rules, or take it out",
      );
    aliases.set(name, (aliases.get(name) ?? new Map<number, string>()).set(place, field));
  }
  const { type, groupBy, timespanMs, conditions, countedFields, head } = draft;
  return {
    kind: "correlation",
    ...head,
    type,
    of,
    groupBy,
    aliases,
    timespanMs,
    conditions,
    countedFields,
    reports,
  };
}
