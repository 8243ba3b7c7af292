import { FieldTest } from "../expression";
import {
  NotComparable,
  TextAtom,
  exactly,
  isAnyText,
  matchesText,
  sameAtom,
} from "../patternLanguage/textAtom";

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

export function union(a: LeafSet, b: LeafSet): LeafSet {
  const texts = [...a.texts, ...b.texts.filter((text) => !a.texts.some((other) => sameAtom(text, other)))];
  const but = [...a.but, ...b.but];
  const anyText = but.some(({ length }) => length === 0) || texts.some(isAnyText);
  return {
    absent: a.absent || b.absent,
    null: a.null || b.null,
    booleans: [...new Set([...a.booleans, ...b.booleans])],
    texts: anyText ? [] : texts,
    but: anyText ? [[]] : but,
    networks: [...a.networks, ...b.networks],
  };
}

/** @throws NotComparable where what they have in common is no such set */
export function intersection(a: LeafSet, b: LeafSet): LeafSet {
  const kept = [
    ...a.texts.filter((text) => inAny(text, b)),
    ...b.texts.filter((text) => !a.texts.some((other) => sameAtom(text, other)) && inAny(text, a)),
  ];
  const but = a.but.flatMap((one) => b.but.map((other) => distinct([...one, ...other])));
  return {
    absent: a.absent && b.absent,
    null: a.null && b.null,
    booleans: a.booleans.filter((value) => b.booleans.includes(value)),
    texts: kept,
    but,
    networks: [...networksIn(a, b), ...networksIn(b, a)],
  };
}

function networksIn({ networks }: LeafSet, other: LeafSet): readonly NetworkAtom[] {
  const [first] = networks;
  if (!first || other.but.some(({ length }) => length === 0)) return networks;
  if (other.but.length + other.texts.length + other.networks.length === 0) return [];
  throw new NotComparable({ pattern: [], cased: true, from: first.from });
}

/** Whether all of what a text stands for is in a set. */
function inAny(text: TextAtom, { texts, but }: LeafSet): boolean {
  if (but.some(({ length }) => length === 0)) return true;
  if (texts.some((other) => sameAtom(text, other))) return true;
  if (exactly(text) === undefined) {
    // Of one that has wildcards, only the exact texts of the other set can be told, and they are asked themselves.
    if (texts.every((other) => exactly(other) !== undefined) && but.length === 0) return false;
    if (but.length === 1 && texts.length === 0 && but[0]!.every((other) => disjoint(text, other)))
      return true;
    throw new NotComparable(text);
  }
  return (
    texts.some((other) => matchesText(other, text)) ||
    but.some((atoms) => !atoms.some((other) => matchesText(other, text)))
  );
}

function disjoint(text: TextAtom, other: TextAtom): boolean {
  return exactly(other) !== undefined && !matchesText(text, { ...other, cased: other.cased && text.cased });
}

function distinct(atoms: readonly TextAtom[]): TextAtom[] {
  return atoms.filter((atom, index) => !atoms.slice(0, index).some((other) => sameAtom(atom, other)));
}
