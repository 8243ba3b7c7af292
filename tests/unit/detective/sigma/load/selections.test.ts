import { strict as assert } from "node:assert";
import { brief, expressionOf, problemOf, ruleText } from "./ruleText";

/** What a selection comes to, and what it is refused for. */
describe("Sigma selections", () => {
  const understood = (table: Readonly<Record<string, string>>) => {
    for (const [selection, expected] of Object.entries(table))
      assert.equal(brief(expressionOf(`${indent(selection)}\ncondition: s`)), expected, selection);
  };
  const refused = (table: Readonly<Record<string, RegExp>>) => {
    for (const [selection, problem] of Object.entries(table))
      assert.match(problemOf(ruleText(`${indent(selection)}\ncondition: s`)).problem, problem, selection);
  };

  it("mappings are and, lists are or, and texts in lists are keywords", () => {
    understood({
      "a: x\nb: y": "a=x and b=y",
      "a: [x, y]": "a=x or a=y",
      "a.b.c: x": "a.b.c=x",
      "- a: x\n  b: y\n- c: z": "(a=x and b=y) or c=z",
      "- foo\n- 12": "?=*foo* or ?=*12*",
      "- foo\n- a: x": "?=*foo* or a=x",
      "'|all': [foo, bar]": "?=*foo* and ?=*bar*",
      "'|re': fo+": "?~/fo+/",
      "'|contains': foo": "?=*foo*",
      "'|cased': [foo]": "?==*foo*",
    });
  });

  it("values are the texts that were written", () => {
    understood({
      "a: 12": "a=12",
      "a: 012345678901": "a=012345678901",
      "a: 123456789012345678901234567890": "a=123456789012345678901234567890",
      "a: -5": "a=-5",
      "a: 1.10": "a=1.10",
      "a: true": "a=true",
      "a: FALSE": "a=false",
      "a: yes": "a=yes",
      "a: on": "a=on",
      "a: 2026-11-21": "a=2026-11-21",
      "a: 2026-11-21T10:11:12Z": "a=2026-11-21T10:11:12Z",
      "a: 1:30": "a=1:30",
      "a: 1_000": "a=1_000",
      "a: '0x1F'": "a=0x1F",
      "a: !!str 0x1F": "a=0x1F",
      "a: null": "a null",
      "a: ~": "a null",
      "a:": "a null",
      "a: 'null'": "a=null",
      "a: ''": "a=",
      "a: |-\n  two\n  lines": "a=two\nlines",
      "a: >-\n  one\n  line": "a=one line",
      'a: "tab\\there"': "a=tab\there",
      "__proto__: x": "__proto__=x",
      "constructor.prototype: x": "constructor.prototype=x",
    });
    refused({
      "a: 0x1F": /"0x1F" is a number to YAML/,
      "a: 0o17": /is a number to YAML/,
      "a: 1e5": /"1e5" is a number to YAML/,
      "a: 1234e5678": /is a number to YAML/,
      "a: .5": /is a number to YAML/,
      "a: 5.": /is a number to YAML/,
      "a: +5": /is a number to YAML/,
      "a: .inf": /is a number to YAML/,
      "a: .NaN": /is a number to YAML/,
      "- 0x1F": /is a number to YAML/,
      "a: !!int 5": /tag|no YAML/,
      "a: !secret x": /the tag "!secret" is not understood|no YAML/,
    });
  });

  it("wildcards and escapes", () => {
    understood({
      "a: '*'": "a=*",
      "a: 'x*y?z'": "a=x*y?z",
      "a: '**x**'": "a=*x*",
      "a: 'x\\*y'": "a=x[*]y",
      "a: 'x\\?y'": "a=x[?]y",
      "a: 'x\\\\*y'": "a=x\\*y",
      "a: 'x\\\\\\*y'": "a=x\\[*]y",
      "a: 'C:\\Windows'": "a=C:\\Windows",
      "a: 'C:\\\\Windows'": "a=C:\\Windows",
      "a: 'x\\\\\\y'": "a=x\\\\y",
      "a: 'x\\\\\\\\y'": "a=x\\\\y",
      "a: 'x\\'": "a=x\\",
      "a|contains: 'x\\'": "a=*x\\*",
      "a|startswith: '*x'": "a=*x*",
      "a: '100%_'": "a=100%_",
    });
  });

  it("modifiers", () => {
    understood({
      "a|contains: x": "a=*x*",
      "a|startswith: x": "a=x*",
      "a|endswith: x": "a=*x",
      "a|contains|all: [x, y]": "a=*x* and a=*y*",
      "a|all|contains: [x, y]": "a=*x* and a=*y*",
      "a|contains: 12": "a=*12*",
      "a|contains: ''": "a=*",
      "a|cased: X": "a==X",
      "a|contains|cased: X": "a==*X*",
      "a|neq: x": "not a=x",
      "a|neq: [x, y]": "not (a=x or a=y)",
      "a|neq: null": "not a null",
      "a|contains|neq: x": "not a=*x*",
      "a|exists: true": "a exists",
      "a|exists: False": "not a exists",
      "a|re: 'x.*y'": "a~/x.*y/",
      "a|re|i: x": "a~/x/i",
      "a|re|i|m|s: x": "a~/x/ims",
      "a|re|all: [x, y]": "a~/x/ and a~/y/",
      "a|re: 'x\\*'": "a~/x\\*/",
      "a|cidr: 10.0.0.0/8": "a in 10.0.0.0/8",
      "a|cidr: [192.0.2.7, '2001:db8::/32']": "a in 192.0.2.7/32 or a in 2001:db8::/32",
      "a|cidr: '::ffff:10.0.0.0/104'": "a in ::ffff:10.0.0.0/104",
      "a|lt: 5": "a lt 5",
      "a|gte: -1.5": "a gte -1.5",
      "a|hour: 5": "hour(a) eq 5",
      "a|hour|gte: 20": "hour(a) gte 20",
      "a|week|neq: 53": "not week(a) eq 53",
      "a|year: [2025, 2026]": "year(a) eq 2025 or year(a) eq 2026",
      "a|fieldref: b.c": "a=@b.c",
      "a|fieldref|cased: b": "a==@b",
      "a|fieldref|neq: b": "not a=@b",
    });
  });

  it("encodings", () => {
    const windash = ["-", "/", "–", "—", "―"].map((dash) => `a=*a-b ${dash}enc*`).join(" or ");
    understood({
      "a|base64: foobar": "a=Zm9vYmFy",
      "a|base64|contains: 'a\\*b'": "a=*YSpi*",
      "a|base64offset|contains: foobar": "a=*Zm9vYmFy* or a=*Zvb2Jhc* or a=*mb29iYX*",
      "a|wide|base64: foo": "a=ZgBvAG8A",
      "a|utf16le|base64: foo": "a=ZgBvAG8A",
      "a|utf16be|base64: foo": "a=AGYAbwBv",
      "a|utf16|base64: foo": "a=//5mAG8AbwA=",
      "a|wide|base64: é": "a=6QA=",
      "a|wide: ab": "a=a\0b\0",
      "a|windash|contains: 'a-b -enc'": windash,
      "a|contains|windash: 'a-b /enc'": windash,
    });
    // Every offset's text is in the encoding of any text around the value, whatever comes before and after it.
    const offsets = brief(expressionOf("s:\n  a|base64offset|contains: 'http://x'\ncondition: s")).split(
      " or ",
    );
    for (const before of ["", "1", "12", "123", "1234"])
      for (const after of ["", "5", "56", "567"]) {
        const encoded = Buffer.from(`${before}http://x${after}`).toString("base64");
        assert.ok(
          offsets.some((offset) => encoded.includes(offset.slice(3, -1))),
          encoded,
        );
      }
    refused({
      "a|base64: 'x*'": /wildcards cannot be encoded/,
      "a|base64offset|contains: x": /too short for base64offset/,
      "a|wide: é": /UTF-16 bytes are no text/,
      "a|utf16: x": /UTF-16 bytes are no text/,
      "a|windash: ' -a -b -c -d -e'": /more than 1000 variants/,
    });
  });

  it("placeholders", () => {
    const placeholders = { admins: ["ann", "b*"], nets: ["10.0.0.0/8"] };
    const table: Record<string, string> = {
      "a|expand: '%admins%'": "a=ann or a=b*",
      "a|expand|contains: 'x/%admins%'": "a=*x/ann* or a=*x/b*",
      "a|contains|all|expand: ['%admins%', z]": "(a=*ann* or a=*b*) and a=*z*",
      "a|expand: '\\%admins%admins%'": "a=%adminsann or a=%adminsb*",
      "a|expand: '100%'": "a=100%",
      "a|cidr|expand: '%nets%'": "a in 10.0.0.0/8",
      "a: '%admins%'": "a=%admins%",
    };
    for (const [selection, expected] of Object.entries(table)) {
      const expression = expressionOf(`${indent(selection)}\ncondition: s`, { placeholders });
      assert.equal(brief(expression), expected, selection);
    }
    refused({
      "a|expand: '%admins%'": /no values for the placeholder %admins%/,
      "a|expand: '%__proto__%'": /no values for the placeholder %__proto__%/,
      "a|expand: '%constructor%'": /no values for the placeholder %constructor%/,
      "a|re|expand: '%x%'": /do not go together/,
    });
  });

  it("what can't be meant is refused", () => {
    refused({
      "a: []": /"a" has an empty list/,
      "[]": /"s" is an empty list/,
      "{}": /"s" is an empty mapping/,
      text: /"s" is a text, not a mapping or a list/,
      "": /"s" is null/,
      "- [x]": /a list in its list/,
      "a: [x, null]": /null in a list/,
      "a: [[x]]": /a list among its values/,
      "a: {b: x}": /a mapping as its value/,
      "- null": /cannot be asked of null/,
      "- ''": /an empty keyword/,
      "'': x": /a field without a name/,
      "a..b: x": /an empty step/,
      "'a |contains': x": /a field with blanks around it/,
      "a|fieldref: ' b'": /a field with blanks around it/,
      "a|all: x": /one value, and all needs two/,
      "a|all: [x]": /one value, and all needs two/,
      "a|contains: null": /cannot be asked of null/,
      "a|cased: null": /cannot be asked of null/,
      "a|like: x": /no modifier is called "like"/,
      "a|Contains: x": /no modifier is called "Contains"/,
      "a|: x": /no modifier is called ""/,
      "a|i: x": /re has to stand before i/,
      "a|i|re: x": /re has to stand before i/,
      "a|contains|contains: x": /stands twice/,
      "a|contains|startswith: x": /do not go together/,
      "a|contains|base64: x": /base64 has to stand before contains/,
      "a|base64|wide: x": /wide has to stand before base64/,
      "a|base64|expand: x": /expand has to stand before base64/,
      "a|wide|utf16be: x": /do not go together/,
      "a|re|contains: x": /do not go together/,
      "a|re|cased: x": /do not go together/,
      "a|re: '('": /does not compile/,
      "a|re: '(?=x*)'": /with look-around/,
      "a|re: '(a)\\1'": /back references/,
      "a|cidr: x": /no network/,
      "a|cidr: 10.0.0.1/8": /inside the network/,
      "a|cidr: 10.0.0.0/33": /above 32/,
      "a|cidr: 10.0.0/8": /no network/,
      "a|cidr: '2001:db8::1/32'": /inside the network/,
      "a|exists: yes": /takes true or false/,
      "a|exists: 'true'": /takes true or false/,
      "a|exists: [true]": /takes true or false/,
      "a|exists|neq: true": /do not go together/,
      "a|lt: x": /takes a number/,
      "a|lt: '5'": /takes a number/,
      "a|lt: 010": /octal/,
      "a|lt: 9007199254740993": /rounded/,
      "a|lt|gt: 5": /do not go together/,
      "a|lt|neq: 5": /do not go together/,
      "a|hour: 24": /is no hour/,
      "a|hour: 1.5": /is no hour/,
      "a|gte|hour: 5": /hour has to stand before gte/,
      "a|hour|minute: 5": /do not go together/,
      "a|fieldref: 5": /is a number, no field/,
      "a|fieldref: ''": /is no field/,
      "a|fieldref|contains: b": /do not go together/,
      "a|neq|all: [x, y]": /do not go together/,
      "'|exists': true": /a keyword cannot be asked exists/,
      "'|startswith': x": /a keyword cannot be asked startswith/,
      "'|neq': x": /a keyword cannot be asked neq/,
      "a: x\na: y": /the key "a" stands twice, first in line 7/,
      "? [a]\n: x": /a key that is no text/,
      "<<: {a: x}": /no merge key/,
    });
  });
});

function indent(selection: string): string {
  return selection === "" || /^(?:\[|\{|text)/.test(selection)
    ? `s: ${selection}`
    : `s:\n${selection.replace(/^/gm, "  ")}`;
}
