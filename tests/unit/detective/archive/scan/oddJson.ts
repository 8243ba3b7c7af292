import fc from "fast-check";

/** Texts that JSON.parse reads as a file of records, written in every odd way that there is. */
export function jsonText(fields: readonly string[]): fc.Arbitrary<string> {
  const record = objectText(fields);
  const list = fc.array(record, { maxLength: 5 });
  return fc
    .tuple(list, fc.infiniteStream(BLANKS))
    .map(([records, blanks]) => spaced(["{", '"Records"', ":", "[", ...between(records), "]", "}"], blanks));
}

/** The bytes of such texts, of which nearly all have been changed somewhere. */
export function mutated(fields: readonly string[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    kind: fc.constantFrom("replace", "insert", "delete", "cut", "double", "swap"),
    byte: fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\ \n\t0-eEtfnu.\x00\x1f')), fc.nat(255)),
    length: fc.nat(40),
  });
  return fc.tuple(jsonText(fields), fc.array(change, { maxLength: 3 })).map(([text, changes]) => {
    let bytes: Buffer = Buffer.from(text);
    for (const { at, kind, byte, length } of changes) {
      const place = Math.floor(at * bytes.length);
      const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
      const parts = {
        replace: [before, Buffer.of(byte), after.subarray(1)],
        insert: [before, Buffer.of(byte), after],
        delete: [before, after.subarray(1 + length)],
        cut: [before],
        double: [before, after.subarray(0, length), after],
        swap: [before, after.subarray(1, 2), after.subarray(0, 1), after.subarray(2)],
      }[kind];
      bytes = Buffer.concat(parts);
    }
    return bytes;
  });
}

const BLANKS = fc.oneof(
  { weight: 20, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constantFrom(" ", "\n", "\r\n\t", "                   \n") },
);

function between(texts: readonly string[]): string[] {
  return texts.flatMap((text, at) => (at === 0 ? [text] : [",", text]));
}

function spaced(parts: readonly string[], blanks: fc.Stream<string>): string {
  const taken = [...blanks.take(parts.length + 1)];
  return parts.map((part, at) => taken[at]! + part).join("") + taken[parts.length]!;
}

function objectText(fields: readonly string[]): fc.Arbitrary<string> {
  const names = [...new Set(fields.flatMap((field) => field.split(".")))];
  const name = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...names).map((plain) => JSON.stringify(plain)) },
    // Often enough to stand twice.
    { weight: 8, arbitrary: fc.constantFrom(...names.slice(0, 2)).map((plain) => JSON.stringify(plain)) },
    { weight: 2, arbitrary: fc.constantFrom(...names).chain((plain) => escaped(plain)) },
    { weight: 2, arbitrary: stringText() },
    { weight: 1, arbitrary: fc.constantFrom(...names).map((plain) => JSON.stringify(`${plain}x`)) },
  );
  const { object } = fc.letrec<{ object: string; value: string }>((tie) => ({
    object: fc
      .tuple(fc.array(fc.tuple(name, tie("value")), { maxLength: 8 }), fc.infiniteStream(BLANKS))
      .map(([entries, blanks]) =>
        spaced(
          ["{", ...between(entries.map(([key, value]) => spaced([key, ":", value], blanks))), "}"],
          blanks,
        ),
      ),
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom("true", "false", "null", "0", "-0.5e+10", "1E400", '""', '"x"', "[]", "{}"),
      stringText(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
      fc
        .tuple(fc.array(tie("value"), { maxLength: 4 }), fc.infiniteStream(BLANKS))
        .map(([values, blanks]) => spaced(["[", ...between(values), "]"], blanks)),
      tie("object"),
      tie("object"),
    ),
  }));
  return object;
}

/** A string as JSON, of any characters, some written as escapes; sometimes longer than the scanner's steps. */
function stringText(): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    '"',
    "\\",
    "\\\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\u0000",
    "é",
    "\ud800",
    "😀",
    "/",
  );
  const piece = fc.oneof(
    fc.string({ maxLength: 6 }),
    odd,
    fc.integer({ min: 1, max: 140 }).map((n) => "x".repeat(n)),
  );
  return fc.array(piece, { maxLength: 6 }).chain((pieces) =>
    fc.oneof(
      fc.constant(JSON.stringify(pieces.join(""))),
      escaped(pieces.join("").slice(0, 40)),
      // Characters that JSON.stringify escapes and nobody has to.
      fc.constant(JSON.stringify(pieces.join("")).replaceAll("/", "\\/")),
    ),
  );
}

/** Each letter as itself or as its number. */
function escaped(text: string): fc.Arbitrary<string> {
  return fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((which) => {
    const letters = Array.from({ length: text.length }, (_, at) => {
      const code = text.charCodeAt(at);
      const plain = JSON.stringify(text[at]).slice(1, -1);
      return which[at] ? `\\u${code.toString(16).padStart(4, "0")}` : plain;
    });
    return `"${letters.join("")}"`;
  });
}
