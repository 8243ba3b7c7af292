import { positionText } from "../rulePosition";
import { Draft, RefusedDraft } from "./draft";
import { Refusal, shown } from "./refusal";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds documents by what others call them: an id, or else a name. */
export class Registry {
  readonly #byId = new Map<string, Draft | RefusedDraft>();
  readonly #byName = new Map<string, Draft | RefusedDraft>();

  /** @param refuse told of each document that has the id or the name of one before it */
  constructor(drafts: readonly (Draft | RefusedDraft)[], refuse: (draft: Draft, refusal: Refusal) => void) {
    for (const draft of drafts) {
      const { id, name } = draft.kind === "refused" ? draft : draft.head;
      const twin = (id && this.#byId.get(spelt(id))) || (name && this.#byName.get(name)) || undefined;
      if (!twin) {
        if (id !== undefined) this.#byId.set(spelt(id), draft);
        if (name !== undefined) this.#byName.set(name, draft);
      } else if (draft.kind !== "refused") {
        const same = id && this.#byId.get(spelt(id)) === twin ? `id ${shown(id)}` : `name ${shown(name!)}`;
        const other = twin.kind === "refused" ? twin.problem.at : twin.head.at;
        refuse(
          draft,
          new Refusal(
            draft.head.at,
            `the ${same} is taken by ${positionText(other)}`,
            "give it one of its own",
          ),
        );
      }
    }
  }

  find(reference: string): Draft | RefusedDraft | undefined {
    const text = reference.trim();
    return this.#byId.get(spelt(text)) ?? this.#byName.get(text);
  }
}

/** The letters of a UUID have no case. */
function spelt(id: string): string {
  return UUID.test(id) ? id.toLowerCase() : id;
}
