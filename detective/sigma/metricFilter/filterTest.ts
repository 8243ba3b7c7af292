import { NotExpressible } from "../notExpressible";
import { Literal } from "../patternLanguage/literals";
import { FieldShape, fieldShape, spelledByAws } from "../patternLanguage/recordField";
import { TextAtom, caseless, casedText, isAnyText, matchesText, textAtom } from "../patternLanguage/textAtom";
import { REGEX_LANGUAGE } from "../../patterns/filterPattern";

/** A condition as it will stand in a pattern: a comparison, or several in parentheses. */
export type Filter =
  | { readonly kind: "one"; readonly text: string; readonly isRegex?: boolean }
  | { readonly kind: "all" | "any"; readonly of: readonly Filter[] };

/**
 * What one test is in a metric filter.
 *
 * `!=` is never asked alone: what it says of a field that isn't there is not documented.
 *
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws NotExpressible where the language has no words for it
 */
export function filterTest({ test: fieldTest, negated }: Literal): Filter {
  const { field, test, text } = fieldTest;
  const refuse = (reason: string): never => {
    throw new NotExpressible("metric-filter", text, reason);
  };
  if (field === undefined)
    return refuse("a pattern for JSON asks named fields only; name the field that the keyword stands in");
  const shape = fieldShape(field);
  if (shape === "unknown")
    return refuse(
      `${field} may be a list, and a selector sees only the element that it names; use EventBridge`,
    );
  if (shape === "object" || shape === "list")
    return refuse(`${field} holds objects, which a comparison never fits`);
  const path = `$.${field}`;
  switch (test.kind) {
    case "text":
      return textFilter(textAtom(test.pattern, test.cased, fieldTest), path, shape, negated, refuse);
    case "null":
      return negated ? anyValue(path, shape) : nothing(path);
    case "exists":
      if (negated) return one(`${path} NOT EXISTS`);
      return { kind: "any", of: [anyValue(path, shape), one(`${path} IS NULL`)] };
    case "regex":
      if (test.flags.ignoreCase || test.flags.multiline || test.flags.dotAll)
        return refuse("regular expressions of metric filters have no flags");
      if (negated) return refuse("regular expressions of metric filters cannot be negated");
      if (!REGEX_LANGUAGE.test(test.source) || /[ $]|\\[^.*+?^[\]{}|\\]/.test(test.source))
        return refuse(
          "metric filters have no parentheses, no $ and no classes like \\d in regular expressions",
        );
      return { kind: "one", text: `${path} = %${test.source}%`, isRegex: true };
    case "cidr":
      return refuse("metric filters have no networks; use startswith where the network ends at a dot");
    case "number":
      return refuse("metric filters compare JSON numbers only, and the rule also means texts that are one");
    case "fieldref":
      return refuse("a metric filter cannot compare two fields");
    case "timePart":
      return refuse("a metric filter cannot take a time apart");
  }
}

function textFilter(
  atom: TextAtom,
  path: string,
  shape: FieldShape,
  negated: boolean,
  refuse: (reason: string) => never,
): Filter {
  if (shape === "boolean") return booleanFilter(atom, path, negated);
  if (isAnyText(atom)) return negated ? nothing(path) : anyValue(path, shape);
  const literals = atom.pattern.flatMap((part) => (part.kind === "literal" ? [part.text] : []));
  const text = literals[0];
  if (literals.length > 1 || atom.pattern.some(({ kind }) => kind === "anyCharacter"))
    return refuse(
      "metric filters have wildcards only at the beginning and at the end of a text, and none for one character",
    );
  if (text === undefined || text === "")
    return refuse("what a metric filter says of an empty text is not documented");
  if (/["\\*\p{Cc}\p{Cs}]/u.test(text) || /^%.*%$/s.test(text))
    return refuse("metric filters have no escapes for quotes, backslashes, asterisks and control characters");
  if (!atom.cased && !caseless(text) && !spelledByAws(path.slice(2), text))
    return refuse(
      "metric filters mind the case; add the modifier cased and spell the value as the record does",
    );
  const value = atom.pattern.map((part) => (part.kind === "literal" ? part.text : "*")).join("");
  if (!negated) return one(`${path} = "${value}"`);
  return { kind: "any", of: [...missing(path), one(`${path} != "${value}"`)] };
}

function booleanFilter(atom: TextAtom, path: string, negated: boolean): Filter {
  const of = [true, false]
    .filter((value) => matchesText(atom, casedText(String(value), atom.from)) !== negated)
    .map((value) => one(`${path} IS ${value ? "TRUE" : "FALSE"}`));
  return { kind: "any", of: negated ? [...missing(path), ...of] : of };
}

function anyValue(path: string, shape: FieldShape): Filter {
  if (shape === "boolean") return { kind: "any", of: [one(`${path} IS TRUE`), one(`${path} IS FALSE`)] };
  return one(`${path} = "*"`);
}

function nothing(path: string): Filter {
  return { kind: "any", of: missing(path) };
}

function missing(path: string): Filter[] {
  return [one(`${path} NOT EXISTS`), one(`${path} IS NULL`)];
}

function one(text: string): Filter {
  return { kind: "one", text };
}
