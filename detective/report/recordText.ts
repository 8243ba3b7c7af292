import { CloudTrailEvent } from "../event";
import { UNPRINTABLE } from "../terminalText";

/** More than this of one record is not for reading: AWS's own limit is 256 KB. In characters. */
const LONGEST = 20_000;

/** A record as indented JSON in which nothing is hidden: what could not be seen is written as its code. */
export function recordText(record: CloudTrailEvent): string {
  let text: string;
  try {
    text = JSON.stringify(record, undefined, 2);
  } catch {
    return "(this record is nested too deeply to be shown)";
  }
  const shown =
    text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} more characters` : text;
  return showHidden(shown);
}

/** JSON in which every character that hides is an escape; the line breaks between its parts stay. */
export function showHidden(json: string): string {
  return json.replace(UNPRINTABLE, (character) => (character === "\n" ? character : escaped(character)));
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
