import { NotExpressible } from "../notExpressible";
import { FieldShape, fieldShape } from "../patternLanguage/recordField";
import { Literal } from "../patternLanguage/literals";
import { TextAtom, casedText, isAnyText, matchesText, textAtom } from "../patternLanguage/textAtom";
import { LeafSet, NOTHING } from "./leafSet";

const ANY_TEXT: LeafSet = { ...NOTHING, but: [[]] };

/**
 * What one test allows its field to be.
 *
 * @throws NotExpressible where EventBridge has no words for it
 */
export function fieldLeaves({ test: fieldTest, negated }: Literal): LeafSet {
  const { field, test, text } = fieldTest;
  const refuse = (reason: string): never => {
    throw new NotExpressible("eventbridge", text, reason);
  };
  if (field === undefined)
    return refuse("a pattern asks named fields only; name the field that the keyword stands in");
  if (field.split(".").some((step) => step === "$or")) return refuse("$or is no field's name in a pattern");
  const shape = fieldShape(field);
  if (shape === "object")
    return refuse(
      `${field} is an object, and a pattern sees only the single values in one; name the field inside`,
    );
  switch (test.kind) {
    case "text":
      return textLeaves(textAtom(test.pattern, test.cased, fieldTest), shape, negated, refuse);
    case "null":
    case "exists": {
      if (shape === "unknown")
        return refuse(`${field} may be an object or a list, which a pattern takes for absent`);
      const some = shape === "boolean" ? { ...NOTHING, booleans: [true, false] } : ANY_TEXT;
      if (test.kind === "null") return negated ? some : { ...NOTHING, absent: true, null: true };
      return negated ? { ...NOTHING, absent: true } : { ...some, null: true };
    }
    case "cidr":
      if (negated) return refuse("anything-but takes no network");
      return { ...NOTHING, networks: [{ network: test.network, from: fieldTest }] };
    case "number":
      return refuse("numeric sees JSON numbers only, and the rule also means texts that are one");
    case "regex":
      return refuse("patterns have no regular expressions; use contains, startswith or endswith");
    case "fieldref":
      return refuse("a pattern cannot compare two fields");
    case "timePart":
      return refuse("a pattern cannot take a time apart");
  }
}

function textLeaves(
  atom: TextAtom,
  shape: FieldShape,
  negated: boolean,
  refuse: (reason: string) => never,
): LeafSet {
  if (atom.pattern.some(({ kind }) => kind === "anyCharacter"))
    return refuse("patterns have no sign for one character (?)");
  const matches = (value: boolean) => matchesText(atom, casedText(String(value), atom.from));
  if (shape === "boolean") {
    const booleans = [true, false].filter((value) => matches(value) !== negated);
    return { ...NOTHING, booleans, absent: negated, null: negated };
  }
  if (shape === "text") {
    if (isAnyText(atom)) return negated ? { ...NOTHING, absent: true, null: true } : ANY_TEXT;
    return negated ? { ...NOTHING, absent: true, null: true, but: [[atom]] } : { ...NOTHING, texts: [atom] };
  }
  if (negated)
    return refuse(`${atom.from.field} may be a list, and anything-but matches by any element that differs`);
  if (isAnyText(atom)) return refuse(`${atom.from.field} may be an object, which a pattern takes for absent`);
  if (isNumberPart(atom)) return refuse(`${atom.from.field} may be a number, and wildcards see only texts`);
  return { ...NOTHING, texts: [atom], booleans: [true, false].filter(matches) };
}

/** Whether a text with wildcards matches numbers too. */
function isNumberPart({ pattern }: TextAtom): boolean {
  return (
    pattern.some(({ kind }) => kind === "anyText") &&
    pattern.every((part) => part.kind !== "literal" || /^[-+.\de]*$/i.test(part.text))
  );
}
