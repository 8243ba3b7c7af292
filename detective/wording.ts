/** `1 call`, `2 calls`, `12,000 calls`. */
export function count(number: number, noun: string): string {
  return `${digits(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** A number as one writes it: from five digits on in groups of three. */
export function digits(number: number): string {
  return number < 10_000 ? String(number) : number.toLocaleString("en-US");
}

/** The text with a capital letter at its beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a session policy`, `an identity-based policy`; by the first letter, as English spells most words. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
