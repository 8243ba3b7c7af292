import { InvalidArgumentError, Option } from "commander";

/** An option in commander's form; one that takes a value is given once. */
export function option(flags: string, text: string): Option {
  const made = new Option(flags, text);
  if (made.variadic || !made.required) return made;
  return made.argParser((value: string, before: unknown) => {
    if (before !== undefined && before !== made.defaultValue)
      throw new InvalidArgumentError("It was given before; give it once.");
    return value;
  });
}

/** One that may be given several times, or once with commas. */
export function listOption(flags: string, text: string): Option {
  return option(flags, text).argParser((value: string, before: string[] = []) => {
    const named = value
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    if (named.length === 0)
      throw new InvalidArgumentError("It names nothing; leave it out, or name something.");
    return [...before, ...named];
  });
}

/** One that is a whole number from 1. */
export function countOption(flags: string, text: string): Option {
  return option(flags, text).argParser((value) => {
    const count = Number(value);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(count) || count < 1) {
      throw new InvalidArgumentError("Use a whole number from 1.");
    }
    return count;
  });
}
