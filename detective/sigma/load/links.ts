import { RuleProblem } from "../rule";
import { Draft, RefusedDraft } from "./draft";
import { Refusal } from "./refusal";
import { Registry } from "./registry";

/** The documents of all files: what they call each other by, and which of them are refused by now. */
export class Links {
  readonly problems = new Map<Draft | RefusedDraft, RuleProblem>();
  readonly registry: Registry;

  constructor(readonly drafts: readonly (Draft | RefusedDraft)[]) {
    for (const draft of drafts) if (draft.kind === "refused") this.problems.set(draft, draft.problem);
    this.registry = new Registry(drafts, (draft, refusal) => this.refuse(draft, refusal));
  }

  /** The documents of a kind that are not refused, in their order. */
  running<K extends Draft["kind"]>(kind: K): Extract<Draft, { kind: K }>[] {
    return this.drafts.filter(
      (draft): draft is Extract<Draft, { kind: K }> => draft.kind === kind && !this.problems.has(draft),
    );
  }

  refuse(draft: Draft, { at, problem, help }: Refusal): void {
    this.problems.set(draft, { at, title: draft.head.title, problem, help });
  }

  /** Does something for a document, and refuses the document where that throws a refusal. */
  try(draft: Draft, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(draft, error);
    }
  }
}
