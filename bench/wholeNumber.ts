/**
 * A whole number of the command line.
 *
 * @param least the smallest that is allowed
 * @throws RangeError with the option, what was given and what is allowed
 */
export function wholeNumber(name: string, text: string, least = 1): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new RangeError(`--${name} ${text} is not allowed; use a whole number from ${least}`);
}
