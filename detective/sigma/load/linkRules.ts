import { RuleProblem, RuleSet, SigmaCorrelation, SigmaRule } from "../rule";
import { positionText } from "../rulePosition";
import { allOf } from "./combine";
import { CorrelationDraft, Draft, FilterDraft, RefusedDraft, RuleDraft } from "./draft";
import { Refusal, shown } from "./refusal";
import { Registry } from "./registry";

/** Nobody correlates correlations of correlations deeper; what runs them may then follow them by recursion. */
const DEEPEST = 10;

/**
 * Puts filters into the rules they name and rules into the correlations that name them, across files.
 *
 * A document whose reference leads nowhere, to itself or to a refused document is refused; the others run.
 */
export function linkRules(drafts: readonly (Draft | RefusedDraft)[]): RuleSet {
  return new Linker(drafts).link();
}

class Linker {
  readonly #problems = new Map<Draft | RefusedDraft, RuleProblem>();
  readonly #registry: Registry;
  readonly #rules = new Map<RuleDraft, SigmaRule>();
  readonly #correlations = new Map<CorrelationDraft, SigmaCorrelation | "open">();

  constructor(readonly drafts: readonly (Draft | RefusedDraft)[]) {
    for (const draft of drafts) if (draft.kind === "refused") this.#problems.set(draft, draft.problem);
    this.#registry = new Registry(drafts, (draft, refusal) => this.#refuse(draft, refusal));
  }

  link(): RuleSet {
    const silent = this.#silent();
    const filters = this.#filters();
    for (const draft of this.#running("rule"))
      this.#rules.set(draft, {
        kind: "rule",
        ...draft.head,
        logsource: draft.logsource,
        expression: allOf([
          draft.expression,
          ...(filters.get(draft) ?? []).map(({ expression }) => expression),
        ]),
        reports: !silent.has(draft),
      });
    for (const draft of this.#running("correlation")) this.#tryCorrelation(draft, silent);
    return {
      rules: [...this.#rules.values()],
      // In the order of the files, where building goes by what a correlation needs first.
      correlations: this.#running("correlation").map(
        (draft) => this.#correlations.get(draft) as SigmaCorrelation,
      ),
      problems: this.drafts.flatMap((draft) => this.#problems.get(draft) ?? []),
    };
  }

  #running<K extends Draft["kind"]>(kind: K): Extract<Draft, { kind: K }>[] {
    return this.drafts.filter(
      (draft): draft is Extract<Draft, { kind: K }> => draft.kind === kind && !this.#problems.has(draft),
    );
  }

  #refuse(draft: Draft | RefusedDraft, { at, problem, help }: Refusal): void {
    const title = draft.kind === "refused" ? draft.problem.title : draft.head.title;
    this.#problems.set(draft, { at, ...(title !== undefined && { title }), problem, help });
  }

  /** What correlations use and don't ask to report for itself; a refused correlation's rules stay silent too. */
  #silent(): ReadonlySet<Draft | RefusedDraft> {
    const silent = new Set<Draft | RefusedDraft>();
    const asked = new Set<Draft | RefusedDraft>();
    for (const draft of this.drafts) {
      const names =
        draft.kind === "refused"
          ? draft.correlates
          : draft.kind === "correlation"
            ? draft.rules.map(({ text }) => text)
            : [];
      for (const name of names) {
        const found = this.#registry.find(name);
        if (found) (draft.kind === "correlation" && draft.generate ? asked : silent).add(found);
      }
    }
    for (const draft of asked) silent.delete(draft);
    return silent;
  }

  #filters(): ReadonlyMap<RuleDraft, readonly FilterDraft[]> {
    const filters = new Map<RuleDraft, FilterDraft[]>();
    for (const filter of this.#running("filter"))
      try {
        for (const rule of this.#filtered(filter)) filters.set(rule, [...(filters.get(rule) ?? []), filter]);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.#refuse(filter, error);
      }
    return filters;
  }

  #filtered(filter: FilterDraft): readonly RuleDraft[] {
    const covers = ({ logsource }: RuleDraft) =>
      filter.logsource.service === undefined || filter.logsource.service === logsource.service;
    if (filter.rules === "any") return this.#running("rule").filter(covers);
    return filter.rules.flatMap(({ text, at }) => {
      const found = this.#registry.find(text);
      if (!found)
        throw new Refusal(at, `no rule is called ${shown(text)}`, "load its file too, or take it out");
      if (found.kind === "refused" || this.#problems.has(found)) return [];
      if (found.kind !== "rule")
        throw new Refusal(
          at,
          `${shown(text)} is a ${found.kind}, and filters are for rules`,
          "name the rules it uses",
        );
      if (!covers(found))
        throw new Refusal(
          at,
          `the log source of the rule ${shown(text)} is wider than the filter's`,
          "take service out of the filter's logsource",
        );
      return [found];
    });
  }

  #tryCorrelation(draft: CorrelationDraft, silent: ReadonlySet<Draft | RefusedDraft>): void {
    try {
      this.#correlation(draft, silent, []);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(draft, error);
    }
  }

  #correlation(
    draft: CorrelationDraft,
    silent: ReadonlySet<Draft | RefusedDraft>,
    path: readonly CorrelationDraft[],
  ): SigmaCorrelation {
    const made = this.#correlations.get(draft);
    if (made && made !== "open") return made;
    if (path.length >= DEEPEST)
      throw new Refusal(
        draft.head.at,
        `correlations of correlations, deeper than ${DEEPEST}`,
        "flatten them",
      );
    const of = draft.rules.map(({ text, at }) => {
      const found = this.#registry.find(text);
      if (!found)
        throw new Refusal(at, `no rule is called ${shown(text)}`, "load its file too, or correct the name");
      if (found.kind === "filter")
        throw new Refusal(at, `${shown(text)} is a filter, and correlations are of rules`, "name a rule");
      const refusal = this.#problems.get(found);
      if (found.kind === "refused" || refusal)
        throw new Refusal(
          at,
          `the rule ${shown(text)} that it correlates is refused: ${positionText(refusal!.at)}`,
          "correct that rule",
        );
      if (found.kind === "rule") return this.#rules.get(found)!;
      const circle = [...path, draft];
      if (circle.includes(found)) {
        const names = [...circle.slice(circle.indexOf(found)), found].map(
          ({ head }) => head.name ?? head.title,
        );
        throw new Refusal(at, `it correlates itself: ${names.map(shown).join(" → ")}`, "break the circle");
      }
      try {
        return this.#correlation(found, silent, circle);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.#refuse(found, error);
        throw new Refusal(
          at,
          `the rule ${shown(text)} that it correlates is refused: ${positionText(error.at)}`,
          "correct that rule",
        );
      }
    });
    const correlation: SigmaCorrelation = {
      kind: "correlation",
      ...draft.head,
      type: draft.type,
      of,
      groupBy: draft.groupBy,
      aliases: this.#aliases(draft),
      timespanMs: draft.timespanMs,
      conditions: draft.conditions,
      countedFields: draft.countedFields,
      reports: !silent.has(draft),
    };
    this.#correlations.set(draft, correlation);
    return correlation;
  }

  #aliases(draft: CorrelationDraft): ReadonlyMap<string, ReadonlyMap<number, string>> {
    const places = new Map(draft.rules.map(({ text }, place) => [this.#registry.find(text), place]));
    const aliases = new Map<string, Map<number, string>>();
    for (const { name, rule, field } of draft.aliases) {
      const place = places.get(this.#registry.find(rule.text) ?? draft);
      if (place === undefined)
        throw new Refusal(
          rule.at,
          `the alias ${shown(name)} names ${shown(rule.text)}, which it doesn't correlate`,
          "add it to rules, or take it out",
        );
      const fields = aliases.get(name) ?? new Map<number, string>();
      aliases.set(name, fields.set(place, field));
    }
    return aliases;
  }
}
