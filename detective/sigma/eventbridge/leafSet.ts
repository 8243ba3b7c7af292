import { FieldTest } from "../expression";
import { foldCase } from "../match/foldCase";
import { NotComparable, TextAtom, exactly, matchesText, textAtom } from "../patternLanguage/textAtom";

/**
 * What a condition allows one field to be, as EventBridge sees it: absent, null, true or false, an address inside a
 * network, one of some texts, or any text but some (`but`; several of those are alternatives, and of none it is any text).
 */
export interface LeafSet {
  readonly absent: boolean;
  readonly null: boolean;
  readonly booleans: readonly boolean[];
  readonly texts: readonly TextAtom[];
  readonly but: readonly (readonly TextAtom[])[];
  readonly networks: readonly NetworkAtom[];
}

export interface NetworkAtom {
  readonly network: string;
  readonly from: FieldTest;
}

export const NOTHING: LeafSet = {
  absent: false,
  null: false,
  booleans: [],
  texts: [],
  but: [],
  networks: [],
};

export function isEmpty({ absent, null: isNull, booleans, texts, but, networks }: LeafSet): boolean {
  return !absent && !isNull && booleans.length + texts.length + but.length + networks.length === 0;
}

/** Anything that a field of this record may be. */
export function isEverything({ absent, null: isNull, booleans, but }: LeafSet): boolean {
  return absent && isNull && (but.some(({ length }) => length === 0) || booleans.length === 2);
}

/** What any of some sets allows. */
export function unionOf(sets: readonly LeafSet[]): LeafSet {
  const but = [...new Map(sets.flatMap((set) => set.but).map((atoms) => [keys(atoms), atoms])).values()];
  const anyText = but.some(({ length }) => length === 0);
  return {
    absent: sets.some(({ absent }) => absent),
    null: sets.some((set) => set.null),
    booleans: [...new Set(sets.flatMap(({ booleans }) => booleans))],
    texts: anyText ? [] : distinct(sets.flatMap(({ texts }) => texts)),
    but: anyText ? [[]] : but,
    networks: sets.flatMap(({ networks }) => networks),
  };
}

/** @throws NotComparable where what they have in common is no such set */
export function intersection(a: LeafSet, b: LeafSet): LeafSet {
  const [inA, inB] = [new Membership(a), new Membership(b)];
  return {
    absent: a.absent && b.absent,
    null: a.null && b.null,
    booleans: a.booleans.filter((value) => b.booleans.includes(value)),
    texts: distinct([...a.texts.filter((text) => inB.has(text)), ...b.texts.filter((text) => inA.has(text))]),
    but: a.but.flatMap((one) => b.but.map((other) => distinct([...one, ...other]))),
    networks: [...networksIn(a, b), ...networksIn(b, a)],
  };
}

/** Any text but some, and perhaps nothing at all. */
export function isExclusion({ booleans, texts, but, networks }: LeafSet): boolean {
  return but.length === 1 && booleans.length + texts.length + networks.length === 0;
}

/** What all of some exclusions have in common. */
export function exclusion(sets: readonly LeafSet[]): LeafSet {
  return {
    ...NOTHING,
    absent: sets.every(({ absent }) => absent),
    null: sets.every((set) => set.null),
    but: [distinct(sets.flatMap(({ but }) => but[0]!))],
  };
}

function networksIn({ networks }: LeafSet, other: LeafSet): readonly NetworkAtom[] {
  const [first] = networks;
  if (!first || other.but.some(({ length }) => length === 0)) return networks;
  if (other.but.length + other.texts.length + other.networks.length === 0) return [];
  throw new NotComparable(textAtom([], true, first.from));
}

/** Whether all of what a text stands for is in a set. */
class Membership {
  private readonly texts: AtomIndex;
  private readonly but: readonly AtomIndex[];

  constructor(set: LeafSet) {
    this.texts = new AtomIndex(set.texts);
    this.but = set.but.map((atoms) => new AtomIndex(atoms));
  }

  /** @throws NotComparable where a part of it is in the set, or it can't be told */
  has(text: TextAtom): boolean {
    if (this.but.some(({ atoms }) => atoms.length === 0) || this.texts.holds(text)) return true;
    if (exactly(text) !== undefined)
      return this.texts.matches(text) || this.but.some((atoms) => !atoms.matches(text));
    // Of one that has wildcards, only the exact texts of the other set can be told, and they are asked themselves.
    const { atoms } = this.texts;
    if (this.but.length === 0 && atoms.every((other) => exactly(other) !== undefined)) return false;
    const [only] = this.but;
    if (
      only &&
      this.but.length === 1 &&
      atoms.length === 0 &&
      only.atoms.every((other) => disjoint(text, other))
    )
      return true;
    throw new NotComparable(text);
  }
}

/** Atoms of which most are exact texts. */
class AtomIndex {
  private readonly keys: ReadonlySet<string>;
  private readonly folded = new Set<string>();
  private readonly rest: TextAtom[] = [];

  constructor(readonly atoms: readonly TextAtom[]) {
    this.keys = new Set(atoms.map(({ key }) => key));
    for (const atom of atoms) {
      const exact = exactly(atom);
      if (exact === undefined || atom.cased) this.rest.push(atom);
      else this.folded.add(foldCase(exact));
    }
  }

  holds({ key }: TextAtom): boolean {
    return this.keys.has(key);
  }

  /** Whether one of them matches an exact text. */
  matches(text: TextAtom): boolean {
    return this.folded.has(foldCase(exactly(text)!)) || this.rest.some((atom) => matchesText(atom, text));
  }
}

function disjoint(text: TextAtom, other: TextAtom): boolean {
  return exactly(other) !== undefined && !matchesText(text, { ...other, cased: other.cased && text.cased });
}

function distinct(atoms: readonly TextAtom[]): TextAtom[] {
  return [...new Map(atoms.map((atom) => [atom.key, atom] as const)).values()];
}

function keys(atoms: readonly TextAtom[]): string {
  return atoms.map(({ key }) => key).join();
}
