import type { AttackTechnique } from "../../detective";
import { type AttackTactic, TACTICS, taggedTactics, taggedTechniques } from "../../detective/techniques";
import type { AnyRule } from "./readRules";
import { techniqueTactics } from "./techniqueTactics";

/** What rules cover of ATT&CK, by their own tags. */
export interface AttackCoverage {
  /** In the order of ATT&CK's matrix. */
  readonly tactics: readonly TacticCoverage[];
  /** How many different techniques. */
  readonly techniques: number;
  /** Rules that name no technique. */
  readonly untagged: readonly AnyRule[];
}

export interface TacticCoverage {
  readonly tactic: AttackTactic;
  /** How many different rules. */
  readonly rules: number;
  /** By their id. */
  readonly techniques: readonly TechniqueCoverage[];
}

export interface TechniqueCoverage {
  readonly technique: AttackTechnique;
  readonly rules: readonly AnyRule[];
}

/** For techniques that neither ATT&CK's matrix nor their rules put under a tactic. */
const NO_TACTIC: AttackTactic = { id: "", name: "No tactic named" };

/** Puts rules into ATT&CK's matrix. */
export function attackCoverage(rules: readonly AnyRule[]): AttackCoverage {
  const cells = new Map<string, Map<string, { technique: AttackTechnique; rules: AnyRule[] }>>();
  const techniques = new Set<string>();
  for (const rule of rules)
    for (const technique of taggedTechniques(rule.tags)) {
      techniques.add(technique.id);
      for (const tactic of tacticsOf(technique, rule)) {
        const column =
          cells.get(tactic) ?? new Map<string, { technique: AttackTechnique; rules: AnyRule[] }>();
        const cell = column.get(technique.id) ?? { technique, rules: [] };
        cell.rules.push(rule);
        cells.set(tactic, column.set(technique.id, cell));
      }
    }
  return {
    tactics: [...TACTICS, NO_TACTIC].flatMap((tactic) => {
      const column = cells.get(tactic.id);
      if (!column) return [];
      const sorted = [...column.values()].sort((a, b) => (a.technique.id < b.technique.id ? -1 : 1));
      return [{ tactic, rules: new Set(sorted.flatMap(({ rules }) => rules)).size, techniques: sorted }];
    }),
    techniques: techniques.size,
    untagged: rules.filter(({ tags }) => taggedTechniques(tags).length === 0),
  };
}

/** A technique stands under several tactics: those that the rule means are among its tags. */
function tacticsOf({ id }: AttackTechnique, { tags }: AnyRule): readonly string[] {
  const named = taggedTactics(tags).map((tactic) => tactic.id);
  const possible = techniqueTactics(id);
  const meant = possible ? possible.filter((tactic) => named.includes(tactic)) : named;
  const tactics = meant.length > 0 ? meant : (possible ?? []);
  return tactics.length > 0 ? tactics : [NO_TACTIC.id];
}
