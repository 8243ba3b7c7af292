/** Values for `%name%` in a value with the modifier `expand`, by name. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** More values than this from one value's placeholders are refused. */
const MOST_EXPANSIONS = 10_000;

/** A name that no value was given for, or too many values. */
export class PlaceholderProblem extends Error {}

/**
 * Puts values in for `%name%`; `\%` is a percent sign, and so is one that no name follows.
 *
 * Source: sigma-rules-specification.html, "Placeholders"
 * @returns every value that it may stand for
 * @throws PlaceholderProblem
 */
export function expandPlaceholders(value: string, placeholders: Placeholders): string[] {
  let texts = [""];
  let place = 0;
  for (const match of value.matchAll(/\\%|%([\p{L}\p{N}_.-]+)%/gu)) {
    const before = value.slice(place, match.index);
    const choices = match[1] === undefined ? ["%"] : valuesOf(match[1], placeholders);
    if (texts.length * choices.length > MOST_EXPANSIONS)
      throw new PlaceholderProblem(`more than ${MOST_EXPANSIONS} values`);
    texts = texts.flatMap((text) => choices.map((choice) => text + before + choice));
    place = match.index + match[0].length;
  }
  return texts.map((text) => text + value.slice(place));
}

function valuesOf(name: string, placeholders: Placeholders): readonly string[] {
  const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  if (!values || values.length === 0) throw new PlaceholderProblem(`no values for the placeholder %${name}%`);
  return values;
}
