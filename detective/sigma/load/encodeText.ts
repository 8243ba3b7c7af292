import { PatternPart, TextPattern } from "../expression";
import { literalPattern, literalText } from "./textPattern";
import { Encoding } from "./modifiers";

/** Why a text can't be encoded. */
export class EncodingProblem extends Error {}

/** More variants than this of one value are refused: five dashes have 3,125. */
const MOST_VARIANTS = 1_000;

/** A text on its way through the modifiers: a pattern, or the bytes that UTF-16 makes of it. */
type Stage = TextPattern | Buffer;

/**
 * What a value becomes by its encodings, in their order; several patterns stand for any of them.
 *
 * Source: sigma-appendix-modifiers.html, "Encoding" and "windash"
 * @throws EncodingProblem on wildcards and texts that can't be encoded
 */
export function encodeText(pattern: TextPattern, encodings: readonly Encoding[]): TextPattern[] {
  let stages: Stage[] = [pattern];
  for (const encoding of encodings) stages = stages.flatMap((stage) => ENCODERS[encoding](stage));
  return stages.map((stage) => (Buffer.isBuffer(stage) ? asciiPattern(stage) : stage));
}

const ENCODERS: Readonly<Record<Encoding, (stage: Stage) => Stage[]>> = {
  windash: (stage) => dashVariants(stage as TextPattern),
  utf16le: (stage) => [Buffer.from(plain(stage), "utf16le")],
  utf16be: (stage) => [Buffer.from(plain(stage), "utf16le").swap16()],
  utf16: (stage) => [Buffer.from(`\uFEFF${plain(stage)}`, "utf16le")],
  base64: (stage) => [literalPattern(bytes(stage).toString("base64"))],
  base64offset: (stage) => [0, 1, 2].map((offset) => base64At(bytes(stage), offset)),
};

function plain(stage: Stage): string {
  const text = literalText(stage as TextPattern);
  if (text === undefined)
    throw new EncodingProblem(
      "wildcards cannot be encoded; escape them with a backslash to mean the characters",
    );
  return text;
}

function bytes(stage: Stage): Buffer {
  return Buffer.isBuffer(stage) ? stage : Buffer.from(plain(stage), "utf8");
}

/** The characters of Base64 that depend on nothing before and after the bytes. */
function base64At(value: Buffer, offset: number): TextPattern {
  const first = [0, 2, 3][offset]!;
  const last = [undefined, -3, -2][(value.length + offset) % 3];
  const text = Buffer.concat([Buffer.alloc(offset), value])
    .toString("base64")
    .slice(first, last);
  if (text === "") throw new EncodingProblem("too short for base64offset; two bytes are the least");
  return literalPattern(text);
}

function asciiPattern(value: Buffer): TextPattern {
  if (value.some((byte) => byte > 127))
    throw new EncodingProblem("its UTF-16 bytes are no text that a record could hold; let base64 follow");
  return literalPattern(value.toString("latin1"));
}

/** A dash or slash that begins a flag: after no letter or digit, before one. */
const FLAG_DASH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;
const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"];

function dashVariants(pattern: TextPattern): TextPattern[] {
  let variants: PatternPart[][] = [[]];
  for (const part of pattern) {
    const choices = part.kind === "literal" ? dashTexts(part.text) : undefined;
    variants = variants.flatMap((before) =>
      choices ? choices.map((text) => [...before, { kind: "literal" as const, text }]) : [[...before, part]],
    );
    limit(variants.length);
  }
  return variants;
}

function dashTexts(text: string): string[] {
  const pieces = text.split(new RegExp(FLAG_DASH, "gu"));
  limit(DASHES.length ** (pieces.length - 1));
  return pieces.reduce<string[]>(
    (texts, piece, place) =>
      place === 0 ? [piece] : texts.flatMap((before) => DASHES.map((dash) => before + dash + piece)),
    [],
  );
}

function limit(variants: number): void {
  if (variants > MOST_VARIANTS)
    throw new EncodingProblem(`windash makes more than ${MOST_VARIANTS} variants of it; take dashes out`);
}
