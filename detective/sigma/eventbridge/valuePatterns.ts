import { isIP } from "node:net";
import { foldCase } from "../match/foldCase";
import { NotExpressible } from "../notExpressible";
import { FieldShape, spelledByAws } from "../patternLanguage/recordField";
import { TextAtom, caseless, exactly } from "../patternLanguage/textAtom";
import { LeafSet, NetworkAtom } from "./leafSet";

/**
 * The list that a field is compared with, each entry an alternative.
 *
 * @param asSpelled write values of AWS's own spelling as they are, which is shorter, instead of without regard to case
 * @throws NotExpressible where EventBridge has no words for it
 */
export function valuePatterns(set: LeafSet, field: string, shape: FieldShape, asSpelled: boolean): unknown[] {
  // Of a text or a boolean that is there, null or not, nothing else is left to say.
  if (set.null && !set.absent && (set.but.some(({ length }) => length === 0) || set.booleans.length === 2))
    return [{ exists: true }];
  return [
    ...set.texts.flatMap((atom) => textPatterns(atom, field, shape, asSpelled)),
    ...set.networks.map(networkPattern),
    ...set.booleans,
    ...set.but.map((atoms) => anythingBut(atoms, field, set.null, asSpelled)),
    ...(set.null ? [null] : []),
    ...(set.absent ? [{ exists: false }] : []),
  ];
}

function textPatterns(atom: TextAtom, field: string, shape: FieldShape, asSpelled: boolean): unknown[] {
  const { form, text } = formOf(atom);
  const minded = atom.cased || caseless(text);
  if (form === "exactly") {
    const number = Number(text);
    const isNumber = shape === "unknown" && String(number) === (atom.cased ? text : foldCase(text));
    return [
      ...(isNumber && Number.isFinite(number) ? [number] : []),
      exactPattern(atom, text, minded || (asSpelled && spelledByAws(field, text))),
    ];
  }
  if (form !== "wildcard")
    return [minded ? { [form]: text } : { [form]: { "equals-ignore-case": ascii(atom, text) } }];
  return [{ wildcard: mindful(atom, field, text) }];
}

/** An address as a plain text would also match its other spellings. */
function exactPattern(atom: TextAtom, text: string, minded: boolean): unknown {
  if (!minded) return { "equals-ignore-case": ascii(atom, text) };
  if (isIP(text) === 0) return text;
  return caseless(text) ? { "equals-ignore-case": text } : { wildcard: text };
}

function anythingBut(
  atoms: readonly TextAtom[],
  field: string,
  orNull: boolean,
  asSpelled: boolean,
): unknown {
  if (atoms.length === 0) return { wildcard: "*" };
  if (!orNull)
    throw new NotExpressible(
      "eventbridge",
      atoms[0]!.from.text,
      `whether anything-but takes null is not documented, and another condition wants ${field} not to be null`,
    );
  const forms = atoms.map((atom) => ({ atom, ...formOf(atom) }));
  const value = (texts: string[]) => (texts.length === 1 ? texts[0] : texts);
  const texts = forms.map(({ text }) => text);
  if (forms.every(({ form }) => form === "exactly")) {
    const minded = forms.every(
      ({ atom, text }) => atom.cased || caseless(text) || (asSpelled && spelledByAws(field, text)),
    );
    if (minded) return { "anything-but": value(texts) };
    if (forms.every(({ atom, text }) => !atom.cased || caseless(text)))
      return {
        "anything-but": { "equals-ignore-case": value(forms.map(({ atom, text }) => ascii(atom, text))) },
      };
  }
  const minded = forms.map(({ atom, text }) => mindful(atom, field, text));
  const [first] = forms;
  if (first!.form !== "exactly" && forms.every(({ form }) => form === first!.form))
    return { "anything-but": { [first!.form]: value(minded) } };
  return { "anything-but": { wildcard: value(forms.map(wildcardText)) } };
}

type Form = "exactly" | "prefix" | "suffix" | "wildcard";

function formOf(atom: TextAtom): { form: Form; text: string } {
  const exact = exactly(atom);
  if (exact !== undefined) return { form: "exactly", text: exact };
  const [first, second] = atom.pattern;
  if (atom.pattern.length === 2 && first?.kind === "literal") return { form: "prefix", text: first.text };
  if (atom.pattern.length === 2 && second?.kind === "literal") return { form: "suffix", text: second.text };
  const parts = atom.pattern.map((part) =>
    part.kind === "literal" ? part.text.replace(/[\\*]/g, "\\$&") : "*",
  );
  return { form: "wildcard", text: parts.join("") };
}

function wildcardText({ form, text }: { form: Form; text: string }): string {
  if (form === "wildcard") return text;
  const escaped = text.replace(/[\\*]/g, "\\$&");
  return form === "prefix" ? `${escaped}*` : form === "suffix" ? `*${escaped}` : escaped;
}

/** For what EventBridge can only say with regard to case. */
function mindful(atom: TextAtom, field: string, text: string): string {
  const literals = atom.pattern.flatMap((part) => (part.kind === "literal" ? [part.text] : []));
  if (atom.cased || literals.every((each) => caseless(each) || spelledByAws(field, each))) return text;
  throw new NotExpressible(
    "eventbridge",
    atom.from.text,
    "EventBridge minds the case there; add the modifier cased and spell the value as the record does",
  );
}

/** EventBridge takes capital and small letters for each other one by one; beyond ASCII that is not what rules mean. */
function ascii(atom: TextAtom, text: string): string {
  if ([...text].every((sign) => sign < "\u0080" || (caseless(sign) && foldCase(sign) === sign))) return text;
  throw new NotExpressible(
    "eventbridge",
    atom.from.text,
    "EventBridge folds the case of letters outside ASCII differently; add the modifier cased",
  );
}

/** A network of one address is that address. Source: github.com/aws/event-ruler, README, "IP Address Matching". */
function networkPattern({ network, from }: NetworkAtom): unknown {
  const [address = "", size] = network.split("/");
  if (address.includes(":") && address.includes("."))
    throw new NotExpressible("eventbridge", from.text, "EventBridge knows no IPv4 inside IPv6");
  if (size === undefined || Number(size) === (isIP(address) === 4 ? 32 : 128)) return address;
  return { cidr: network };
}
