import assert from "node:assert/strict";
import fc from "fast-check";
import { redactAnyText, redactText } from "../../../detective/redactText";

const KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const AB = "a1B2".repeat(8) + "c3D";
/** One of each shape and of each maker's, as it stands in a text with nothing around it. */
const SECRETS = [
  "-----BEGIN EC PRIVATE KEY-----\nMIIE\n-----END EC PRIVATE KEY-----",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
  ...["FwoGZXIvYXdz", "IQoJb3JpZ2lu", "FQoGZXIvYXdz", "FQoDYXdz"].map((start) => start + AB + AB),
  ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "sk_live_", "rk_live_"].map(
    (start) => start + AB,
  ),
  `AIza${AB}`,
  "X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260131",
  "x-amz-signature=0af",
  "X-Amz-Security-Token%3Dabc",
  ...["Signature", "sig", "SAMLResponse"].map((name) => `?${name}=abc`),
  "git://bob:hunter2@h",
  "authorization: x",
  `Bearer ${AB}`,
  `secret ${KEY}`,
  "--api-key abc",
  "pwd=abc",
  '"token":"abc"',
];
/** Beginnings, ends and middles of what is hidden, and what stands around it. */
const PIECES = [
  "-----BEGIN RSA PRIVATE KEY-----",
  "-----begin RSA PRIVATE KEY-----",
  "-----END RSA PRIVATE KEY-----",
  "eyJhbGciOiJIUzI1NiJ9",
  ".eyJzdWIiOiIxMjM0NTY3ODkwIn0",
  ".dozjgNryP4J3jVmNHl0w5N",
  "FwoGZXIvYXdz",
  "IQoJb3JpZ2lu",
  "FQoDYXdz",
  "a1B2".repeat(16),
  "ghp_",
  "github_pat_",
  "glpat-",
  "xoxb-",
  "sk_live_",
  "AIza",
  "X-Amz-Credential=",
  "x-amz-security-token%3D",
  "X-AMZ-SIGNATURE=",
  "&sig=",
  "?Signature=",
  "&SAMLResponse=",
  "://",
  "bob:hunter2",
  "@",
  "Authorization: ",
  "PROXY-AUTHORIZATION=",
  "Bearer ",
  "SeCrEt ",
  KEY,
  "--password ",
  "--api-key=",
  "PassWord: ",
  "pass-word=",
  '"token":"',
  "arn:aws:iam::111122223333:role/r",
  "=",
  ":",
  " ",
  '"',
  "\\",
  "\n",
  ",",
  "ſ",
  "K",
];

describe("redactText", () => {
  for (const secret of SECRETS) {
    it(`hides ${JSON.stringify(secret.slice(0, 40))}`, () => {
      const hidden = redactText(secret);
      assert.match(hidden, /\[redacted: [\w ]+\]/);
      assert.equal(hidden, redactAnyText(secret));
    });
  }

  it("hides after a look beforehand just what it hides without one", () => {
    const piece = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...PIECES) },
      fc.constantFrom(...SECRETS),
      fc.string({ maxLength: 12, unit: "binary" }),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
    let hidden = 0;
    fc.assert(
      fc.property(text, fc.boolean(), (given, assignments) => {
        const after = redactText(given, { assignments });
        assert.equal(after, redactAnyText(given, { assignments }));
        if (after !== given) hidden++;
      }),
      { numRuns: 3_000, seed: 1 },
    );
    // Texts in which nothing is hidden would agree on anything.
    assert.ok(hidden > 500, String(hidden));
  });

  it("looks at each text from its beginning, whatever text came before", () => {
    const text = "export DB_PASSWORD=hunter2";
    for (let time = 0; time < 3; time++)
      assert.equal(redactText(text), "export DB_PASSWORD=[redacted: password]");
  });
});
