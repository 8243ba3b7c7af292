import { parameterLiteral } from "../../detective/archive/savedQuery/parameterLiteral";
import { Proof } from "./proof";

const PARTS = [
  ..."'\"`\\%_{}[]()$?;:-/*.,+|&<>=#@!~^ \t\n\r\u0001\u007f\u00a0\u2028\u202e’＇ʼéß漢😀",
  ...["''", "--", "/*", "*/", "$$", "\\'", "U&'", "E'", "X'", ":days", "${x}", "?"],
];

/** Every part, every two of them, as values that are put in: they come back as they are. */
export function literalProofs(): Proof[] {
  const texts = PARTS.flatMap((first) => [first, ...PARTS.map((second) => first + second)]);
  return Array.from({ length: Math.ceil(texts.length / 200) }, (_, chunk) => {
    const some = texts.slice(chunk * 200, (chunk + 1) * 200);
    const sql = `SELECT to_hex(to_utf8(x)) FROM UNNEST(ARRAY[${some.map((text) => parameterLiteral("text", text)).join(", ")}]) AS t(x)`;
    const expected = some.map((text) => Buffer.from(text).toString("hex").toUpperCase());
    return {
      kind: "value put in",
      name: `${some.length} texts, from ${JSON.stringify(some[0])}`,
      text: sql,
      sql: () => [sql],
      judge: (rows) =>
        JSON.stringify(rows.map(([value]) => value)) === JSON.stringify(expected)
          ? undefined
          : "other texts came back",
    };
  });
}
