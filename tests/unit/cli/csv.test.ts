import assert from "node:assert/strict";
import { csv } from "../../../cli/output/csv";

const columns = [
  { key: "a", title: "A" },
  { key: "b", title: "B" },
];

describe("CSV", () => {
  it("quotes what RFC 4180 wants quoted and ends lines with CR LF", () => {
    assert.equal(
      csv({
        columns,
        rows: [
          { a: 'say "hi"', b: "x,y" },
          { a: "two\nlines", b: "" },
        ],
        evidence: [["1", "2"], []],
      }),
      'a,b,eventIDs\r\n"say ""hi""","x,y",1 2\r\n"two\nlines",,\r\n',
    );
  });

  for (const [cell, written] of [
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["\n=1", `"'\n=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["a=1", "a=1"],
  ] as const) {
    it(`${JSON.stringify(cell)} is no formula`, () => {
      assert.equal(
        csv({ columns: [columns[0]!], rows: [{ a: cell }], evidence: [[]] }),
        `a,eventIDs\r\n${written},\r\n`,
      );
    });
  }

  it("an eventID is no formula either", () => {
    assert.equal(
      csv({ columns: [columns[0]!], rows: [{ a: "" }], evidence: [["=1"]] }),
      "a,eventIDs\r\n,'=1\r\n",
    );
  });

  it("a column that the table leaves out is there, so that programs find it", () => {
    assert.equal(
      csv({ columns: [columns[0]!], rows: [{ a: "1", b: "2" }], evidence: [[]] }),
      "a,b,eventIDs\r\n1,2,\r\n",
    );
  });

  it("without rows there is a head", () => {
    assert.equal(csv({ columns, rows: [], evidence: [] }), "a,b,eventIDs\r\n");
  });
});
