import { COMPILED, Expectations, NOT_EXPRESSIBLE, checkParity, ruleText } from "../../../support/parity";

/** What event patterns and metric filters make of a case, where it is not the same as everywhere; and Athena. */
type Languages = Partial<Pick<Expectations, "eventbridge" | "metricFilter" | "athena">>;
type Case = [
  name: string,
  detection: object,
  records: readonly unknown[],
  matches: readonly number[],
  but: Languages,
];

const NO = NOT_EXPRESSIBLE;
/** Neither language can say it. */
const NONE: Languages = { eventbridge: NO, metricFilter: NO };
/** EventBridge can, metric filters can't. */
const BUS: Languages = { metricFilter: NO };
/** Both can. */
const BOTH: Languages = {};
/** Nor can Athena, whose table keeps less than the record. */
const ATHENA: Languages = { athena: NO };

/** A rule of one selection. */
function sel(selection: unknown): object {
  return { sel: selection, condition: "sel" };
}

function params(...values: unknown[]): object[] {
  return values.map((value) => ({ requestParameters: value }));
}

function check(cases: readonly Case[]): void {
  for (const [name, detection, records, matches, but] of cases) {
    it(name, () =>
      checkParity({
        rule: ruleText(detection),
        records,
        expect: {
          matcher: matches,
          duckdb: matches,
          athena: COMPILED,
          eventbridge: matches,
          metricFilter: matches,
          ...but,
        },
      }),
    );
  }
}

const names = (...all: unknown[]) => all.map((eventName) => ({ eventName }));

describe("every backend on the values of a field", () => {
  check([
    [
      "a path's letters count",
      sel({ "userIdentity.type": "Root" }),
      [
        { userIdentity: { type: "Root" } },
        { useridentity: { type: "Root" } },
        { userIdentity: { Type: "Root" } },
        { userIdentity: "Root" },
      ],
      [0],
      BOTH,
    ],
    [
      "a key with dots stands for the steps that it spells",
      sel({ "requestParameters.a.b.c": "x" }),
      params(
        { a: { b: { c: "x" } } },
        { "a.b": { c: "x" } },
        { a: { "b.c": "x" } },
        { "a.b.c": "x" },
        { a: { b: "x" } },
        { a: { "b.c": "y" }, "a.b": { c: "x" } },
      ),
      [0, 1, 2, 3, 5],
      BUS,
    ],
    [
      "keys that JavaScript has of its own",
      sel({ "requestParameters.__proto__.x": "1", "requestParameters.constructor": "c" }),
      params(JSON.parse('{"__proto__":{"x":"1"},"constructor":"c"}'), { x: "1" }),
      [0],
      BUS,
    ],
    [
      "a list stands for its elements, at the end and on the way, lists in lists too",
      sel({ "requestParameters.items.id": "i-1" }),
      params(
        { items: [{ id: "i-2" }, { id: "i-1" }] },
        { items: { id: ["i-2", ["i-1"]] } },
        { items: [[{ id: "i-1" }]] },
        { items: [{ id: "i-2" }] },
        { items: { id: "i-1" } },
        { items: "i-1" },
      ),
      [0, 1, 2, 4],
      BUS,
    ],
    [
      "an element has no number",
      sel({ "requestParameters.items.0": "x" }),
      params({ items: ["x"] }, { items: { 0: "x" } }),
      [1],
      BUS,
    ],
    [
      "a list where not a list was expected is settled by all elements under not",
      { sel: { "requestParameters.group": "a" }, condition: "not sel" },
      params({ group: ["a", "b"] }, { group: ["b"] }, { group: [] }, {}, null, { group: "a" }),
      [1, 2, 3, 4],
      NONE,
    ],
    [
      "two tests of one list may hold in different elements",
      sel({ "requestParameters.items.a": "1", "requestParameters.items.b": "2" }),
      params({ items: [{ a: "1" }, { b: "2" }] }, { items: [{ a: "1", b: "2" }] }, { items: [{ a: "1" }] }),
      [0, 1],
      NONE,
    ],
    [
      "two tests of one value of a list",
      {
        one: { "requestParameters.x": "1" },
        other: { "requestParameters.x": "2" },
        condition: "one and other",
      },
      params({ x: ["1", "2"] }, { x: "1" }),
      [0],
      NONE,
    ],
    [
      "two parameters of one call",
      sel({ "requestParameters.a": "1", "requestParameters.b": "2" }),
      params({ a: "1", b: "2" }, { a: "1" }),
      [0],
      BUS,
    ],
    [
      "what is no record matches nothing",
      sel({ eventName: "X" }),
      [null, "X", 1, [], ["X"], {}, { eventName: null }],
      [],
      BOTH,
    ],
  ]);
});

describe("every backend on texts", () => {
  const several = [
    "StopLogging",
    "stoplogging",
    "STOPLOGGING",
    "StopLoggin",
    "XStopLogging",
    "",
    null,
    "Stop\nLogging",
  ];
  check([
    // Metric filters mind the case, and so take what AWS spells as AWS spells it.
    [
      "case does not count",
      sel({ eventName: "StopLogging" }),
      names("StopLogging", "StartLogging", "", null),
      [0],
      BOTH,
    ],
    [
      "case does not count on the bus either",
      sel({ userAgent: "Boto3" }),
      [{ userAgent: "boto3" }, { userAgent: "BOTO3" }, { userAgent: "Boto" }],
      [0, 1],
      BUS,
    ],
    [
      "case counts with cased",
      sel({ "userAgent|cased": "Boto3" }),
      [{ userAgent: "boto3" }, { userAgent: "Boto3" }],
      [1],
      BOTH,
    ],
    ["a spelling that is not AWS's", sel({ eventName: "stoplogging" }), names(...several), [0, 1, 2], BUS],
    [
      "letters outside ASCII",
      sel({ "requestParameters.name": "ÄRGER" }),
      params({ name: "ärger" }, { name: "ARGER" }),
      [0],
      NONE,
    ],
    [
      "letters outside ASCII, cased",
      sel({ "requestParameters.name|cased": "Ärger" }),
      params({ name: "ärger" }, { name: "Ärger" }),
      [1],
      BUS,
    ],
    [
      "one of a list",
      sel({ eventName: ["StopLogging", "DeleteTrail"] }),
      names("DeleteTrail", "StopLogging", "GetTrail"),
      [0, 1],
      BOTH,
    ],
    [
      "startswith",
      sel({ "eventName|startswith": "Stop" }),
      names("StopLogging", "NonStop", "Stop", null),
      [0, 2],
      BOTH,
    ],
    [
      "startswith on the bus",
      sel({ "eventName|startswith": "stop" }),
      names(...several),
      [0, 1, 2, 3, 7],
      BUS,
    ],
    [
      "endswith",
      sel({ "eventName|endswith": "Trail" }),
      names("StopLogging", "UpdateTrail", "Trail", "TrailX"),
      [1, 2],
      BOTH,
    ],
    [
      "contains what AWS spells",
      sel({ "eventName|contains": "Policy" }),
      names("PutUserPolicy", "PolicyX", "PutUser"),
      [0, 1],
      BOTH,
    ],
    [
      "contains what is spelled in any way",
      sel({ "userAgent|contains": "kali" }),
      [{ userAgent: "x KALI" }, { userAgent: "kal" }],
      [0],
      NONE,
    ],
    [
      "contains what has no case",
      sel({ "userAgent|contains": "/2.0" }),
      [{ userAgent: "a/2.0.1" }, { userAgent: "a/2.1" }],
      [0],
      BOTH,
    ],
    [
      "contains, cased",
      sel({ "userAgent|contains|cased": "Kali" }),
      [{ userAgent: "x Kali y" }, { userAgent: "x kali" }],
      [0],
      BOTH,
    ],
    [
      "contains all",
      sel({ "userAgent|contains|all": ["a", "b"] }),
      [{ userAgent: "xbxa" }, { userAgent: "a" }],
      [0],
      NONE,
    ],
    [
      "numbers and booleans count as their text",
      sel({ "requestParameters.port": "22", "requestParameters.on": "true" }),
      params(
        { port: 22, on: true },
        { port: "22", on: "TRUE" },
        { port: 22.5, on: true },
        { port: 22, on: false },
      ),
      [0, 1],
      BUS,
    ],
    [
      "a number in the rule",
      sel({ "requestParameters.port": 22 }),
      params({ port: 22 }, { port: "22" }, { port: 2 }),
      [0, 1],
      BUS,
    ],
    [
      "a boolean of AWS's",
      sel({ readOnly: false }),
      [{ readOnly: false }, { readOnly: true }, {}, { readOnly: null }],
      [0],
      BOTH,
    ],
    [
      "a boolean of AWS's, negated",
      { sel: { readOnly: true }, condition: "not sel" },
      [{ readOnly: false }, { readOnly: true }, {}, { readOnly: null }],
      [0, 2, 3],
      BOTH,
    ],
    [
      "part of a number",
      sel({ "requestParameters.port|startswith": "22" }),
      params({ port: 220 }, { port: "22x" }),
      [0, 1],
      NONE,
    ],
    [
      "part of a boolean",
      sel({ "requestParameters.on|startswith": "Tr" }),
      params({ on: true }, { on: "track" }, { on: false }),
      [0, 1],
      BUS,
    ],
    [
      "an account that looks like a number",
      sel({ recipientAccountId: "111122223333" }),
      [{ recipientAccountId: "111122223333" }, { recipientAccountId: "111122223334" }],
      [0],
      BOTH,
    ],
    [
      "an address is a text",
      sel({ sourceIPAddress: "10.0.0.1" }),
      [{ sourceIPAddress: "10.0.0.1" }, { sourceIPAddress: "10.0.0.10" }],
      [0],
      BOTH,
    ],
    [
      "an address of IPv6 is a text",
      sel({ sourceIPAddress: "2001:DB8::1" }),
      [{ sourceIPAddress: "2001:db8::1" }, { sourceIPAddress: "2001:db8:0::1" }],
      [0],
      BUS,
    ],
  ]);
});

describe("every backend on wildcards", () => {
  const values = (...all: unknown[]) => params(...all.map((name) => ({ name })));
  check([
    [
      "* is any text, newlines too",
      sel({ "requestParameters.name|cased": "a*z" }),
      values("az", "a\nz", "abz", "abzy"),
      [0, 1, 2],
      BUS,
    ],
    [
      "? is one character",
      sel({ "requestParameters.name": "a?c" }),
      values("abc", "ac", "a😀c", "a\nc"),
      [0, 2, 3],
      NONE,
    ],
    [
      "escapes",
      sel({ "requestParameters.name|cased": "a\\*b\\?c\\\\d\\e*" }),
      values("a*b?c\\d\\ef", "axb?c\\d\\ef", "a*bxc\\d\\e"),
      [0],
      BUS,
    ],
    [
      "% and _ mean themselves",
      sel({ "requestParameters.name": "100%_x" }),
      values("100%_x", "100xyx", "100%_X"),
      [0, 2],
      BUS,
    ],
    [
      "quotes mean themselves",
      sel({ "requestParameters.name|contains|cased": `'"; --` }),
      values(`a'"; --b`, "a"),
      [0],
      { ...BUS, ...ATHENA },
    ],
    [
      "a quote in a metric filter",
      sel({ "userAgent|contains|cased": 'a"b' }),
      [{ userAgent: 'xa"b' }, { userAgent: "ab" }],
      [0],
      BUS,
    ],
    [
      "an asterisk of its own",
      sel({ "userAgent|contains|cased": "a\\*b" }),
      [{ userAgent: "xa*b" }, { userAgent: "xab" }],
      [0],
      BUS,
    ],
    [
      "* alone is every value but null",
      sel({ userAgent: "*" }),
      [{ userAgent: "" }, { userAgent: "x" }, { userAgent: null }, {}],
      [0, 1],
      BOTH,
    ],
    [
      "* alone of a parameter",
      sel({ "requestParameters.name": "*" }),
      values("", 0, false, null, [], {}, [null, 1]),
      [0, 1, 2, 5, 6],
      NONE,
    ],
    [
      "the empty text",
      sel({ errorCode: "" }),
      [{ errorCode: "" }, { errorCode: null }, {}, { errorCode: "x" }],
      [0],
      BUS,
    ],
    [
      "the middle",
      sel({ eventName: "Delete*Policy" }),
      names("DeleteUserPolicy", "DeletePolicy", "DeleteUser"),
      [0, 1],
      BUS,
    ],
  ]);
});

describe("every backend on what is not there", () => {
  const codes = [
    { errorCode: "AccessDenied" },
    { errorCode: null },
    {},
    { errorCode: "" },
    { errorCode: "x" },
  ];
  const not = (selection: object) => ({ sel: selection, condition: "not sel" });
  check([
    ["null", sel({ errorCode: null }), codes, [1, 2], BOTH],
    ["not null", not({ errorCode: null }), codes, [0, 3, 4], BOTH],
    [
      "null or a text",
      { none: { errorCode: null }, denied: { errorCode: "AccessDenied" }, condition: "none or denied" },
      codes,
      [0, 1, 2],
      BOTH,
    ],
    ["exists", sel({ "errorCode|exists": true }), codes, [0, 1, 3, 4], ATHENA],
    ["exists not", sel({ "errorCode|exists": false }), codes, [2], ATHENA],
    ["not exists not", not({ "errorCode|exists": false }), codes, [0, 1, 3, 4], ATHENA],
    ["not a text holds where there is none", not({ errorCode: "AccessDenied" }), codes, [1, 2, 3, 4], BOTH],
    ["not one of several", not({ errorCode: ["AccessDenied", "Throttling"] }), codes, [1, 2, 3, 4], BOTH],
    ["not a part", not({ "errorCode|startswith": "Access" }), codes, [1, 2, 3, 4], BOTH],
    [
      "not one of several parts",
      not({ "errorCode|endswith": ["Denied", "Error"] }),
      codes,
      [1, 2, 3, 4],
      BOTH,
    ],
    ["not a part or a whole", not({ errorCode: ["Access*", "Denied"] }), codes, [1, 2, 3, 4], BOTH],
    ["not any text", not({ errorCode: "*" }), codes, [1, 2], BOTH],
    [
      "not in any case",
      not({ userAgent: "Boto" }),
      [{ userAgent: "BOTO" }, { userAgent: "x" }, {}],
      [1, 2],
      BUS,
    ],
    [
      "not a part in any case",
      not({ "userAgent|startswith": "Boto" }),
      [{ userAgent: "BOTO3" }, { userAgent: "x" }],
      [1],
      NONE,
    ],
    ["neq", sel({ "errorCode|neq": "AccessDenied" }), codes, [1, 2, 3, 4], BOTH],
    ["neq of several", sel({ "errorCode|neq": ["AccessDenied", "x"] }), codes, [1, 2, 3], BUS],
    [
      "a parameter that is null",
      sel({ "requestParameters.x": null }),
      params({ x: null }, {}, { x: [] }, { x: [1, null] }, { x: {} }, { x: "" }),
      [0, 1, 2, 3],
      NONE,
    ],
    [
      "a parameter that exists",
      sel({ "requestParameters.x|exists": true }),
      params({ x: null }, {}, { x: [] }, { x: {} }),
      [0, 2, 3],
      NONE,
    ],
    ["parameters that are null", sel({ requestParameters: null }), params(null, {}, { a: 1 }), [0], NONE],
  ]);
});

describe("every backend on objects", () => {
  check([
    [
      "an object's leaves and its JSON",
      sel({ "requestParameters|contains": '"effect":"allow"' }),
      params(
        { policy: { Effect: "Allow" } },
        { policy: '{"Effect":"Allow"}' },
        { policy: '{"Effect": "Allow"}' },
      ),
      [0, 1],
      { ...NONE, ...ATHENA },
    ],
    ["one leaf", sel({ requestParameters: "42" }), params({ a: { b: [42] } }, { a: 43 }, "42"), [0, 2], NONE],
    [
      "not one leaf",
      { sel: { requestParameters: "42" }, condition: "not sel" },
      params({ a: { b: [42] } }, { a: 43 }),
      [1],
      NONE,
    ],
    [
      "what lies in resources",
      sel({ "resources.ARN|endswith": "/x" }),
      [{ resources: [{ ARN: "a" }, { ARN: "b/x" }] }, { resources: null }],
      [0],
      BUS,
    ],
    [
      "resources themselves",
      sel({ "resources|contains": "x" }),
      [{ resources: [{ ARN: "b/x" }] }, { resources: [] }],
      [0],
      { ...NONE, ...ATHENA },
    ],
    [
      "two of resources",
      sel({ "resources.ARN": "a", "resources.accountId": "1" }),
      [{ resources: [{ ARN: "a" }, { accountId: "1" }] }],
      [0],
      NONE,
    ],
  ]);
});

describe("every backend on the other modifiers", () => {
  const ips = (...all: unknown[]) => all.map((sourceIPAddress) => ({ sourceIPAddress }));
  const times = (...all: unknown[]) => all.map((eventTime) => ({ eventTime }));
  check([
    [
      "re",
      sel({ "userAgent|re": "^aws-(cli|sdk)/\\d+" }),
      [{ userAgent: "aws-cli/2" }, { userAgent: "AWS-CLI/2" }, { userAgent: "x aws-cli/2" }],
      [0],
      { ...NONE, ...ATHENA },
    ],
    [
      "re that metric filters have too",
      sel({ "userAgent|re": "^aws-[a-z]+/2\\." }),
      [{ userAgent: "aws-cli/2.1" }, { userAgent: "Aws-cli/2.1" }, { userAgent: "aws-cli/21" }],
      [0],
      { eventbridge: NO, ...ATHENA },
    ],
    [
      "re|i|m|s",
      sel({ "userAgent|re|i|m|s": "^b.c$" }),
      [{ userAgent: "a\nB\nC" }, { userAgent: "bbcd" }],
      [0],
      { ...NONE, ...ATHENA },
    ],
    [
      "cidr",
      sel({ "sourceIPAddress|cidr": "10.0.0.0/8" }),
      ips("10.1.2.3", "11.0.0.1", "cloudtrail.amazonaws.com", "10.1.2.3.4", "10.1.2", null, 10),
      [0],
      BUS,
    ],
    [
      "cidr of one address",
      sel({ "sourceIPAddress|cidr": "192.0.2.7/32" }),
      ips("192.0.2.7", "192.0.2.70"),
      [0],
      BUS,
    ],
    [
      "cidr of IPv6",
      sel({ "sourceIPAddress|cidr": "2001:db8::/32" }),
      ips("2001:db8::1", "2001:DB8:1::", "2001:db9::1", "10.0.0.1"),
      [0, 1],
      { ...BUS, ...ATHENA },
    ],
    [
      "cidr of one address of IPv6",
      sel({ "sourceIPAddress|cidr": "2001:db8::1/128" }),
      ips("2001:db8::1", "2001:db8:0::1", "2001:db8::2"),
      [0, 1],
      { ...BUS, ...ATHENA },
    ],
    [
      "several networks",
      sel({ "sourceIPAddress|cidr": ["10.0.0.0/8", "192.168.0.0/16"] }),
      ips("10.1.2.3", "192.168.1.1", "192.169.1.1"),
      [0, 1],
      BUS,
    ],
    [
      "not cidr",
      { sel: { "sourceIPAddress|cidr": "10.0.0.0/8" }, condition: "not sel" },
      ips("10.1.2.3", "11.0.0.1", "x", null),
      [1, 2, 3],
      NONE,
    ],
    [
      "lt, lte, gt, gte",
      sel({ "requestParameters.n|gte": 2, "requestParameters.m|lt": 10.5 }),
      params({ n: 2, m: 10 }, { n: "2", m: "1e1" }, { n: 1, m: 1 }, { n: "2x", m: 1 }, { n: 2, m: 10.5 }),
      [0, 1],
      NONE,
    ],
    [
      "fieldref",
      sel({ "userIdentity.userName|fieldref": "requestParameters.userName" }),
      [
        { userIdentity: { userName: "Ann" }, requestParameters: { userName: "ann" } },
        { userIdentity: { userName: "Ann" } },
        {},
      ],
      [0],
      NONE,
    ],
    [
      "parts of a time",
      sel({ "eventTime|hour": 3, "eventTime|year": 2026 }),
      times("2026-01-31T03:30:00Z", "2026-01-31T04:30:00+01:00", "2026-01-31T13:30:00Z", "03"),
      [0, 1],
      NONE,
    ],
    [
      "keywords",
      { sel: ["needle", "other"], condition: "sel" },
      [{ a: { b: ["a Needle"] } }, { needle: 1 }, { x: "others" }],
      [0, 2],
      { ...NONE, ...ATHENA },
    ],
    [
      "all keywords",
      { sel: { "|all": ["one", "two"] }, condition: "sel" },
      [{ a: "one", b: "TWO" }, { a: "one" }],
      [0],
      { ...NONE, ...ATHENA },
    ],
    [
      "windash",
      sel({ "requestParameters.c|contains|windash": " -enc" }),
      params({ c: "a /enc" }, { c: "a -enc" }, { c: "a enc" }),
      [0, 1],
      NONE,
    ],
    [
      "base64",
      sel({ "requestParameters.c|base64|cased": "secret" }),
      params({ c: "c2VjcmV0" }, { c: "secret" }),
      [0],
      BUS,
    ],
    [
      "base64offset",
      sel({ "requestParameters.c|base64offset|contains|cased": "curl http" }),
      params(
        { c: Buffer.from("xcurl https").toString("base64") },
        { c: Buffer.from("xxcurl https").toString("base64") },
        { c: "curl http" },
      ),
      [0, 1],
      BUS,
    ],
  ]);
});

describe("every backend on conditions", () => {
  const call = (eventSource: string, eventName: string, rest: object = {}) => ({
    eventSource,
    eventName,
    ...rest,
  });
  const records = [
    call("iam.amazonaws.com", "CreateUser"),
    call("iam.amazonaws.com", "CreateUser", { errorCode: "AccessDenied" }),
    call("iam.amazonaws.com", "DeleteUser", { userIdentity: { type: "Root" } }),
    call("s3.amazonaws.com", "CreateBucket", { sourceIPAddress: "10.0.0.1" }),
  ];
  const parts = {
    iam: { eventSource: "iam.amazonaws.com" },
    create: { "eventName|startswith": "Create" },
    failed: { errorCode: "*" },
    root_a: { "userIdentity.type": "Root" },
    root_b: { sourceIPAddress: "10.0.0.1" },
  };
  const used = (...which: (keyof typeof parts)[]) =>
    Object.fromEntries(which.map((name) => [name, parts[name]]));
  check([
    ["and, not", { ...used("iam", "failed"), condition: "iam and not failed" }, records, [0, 2], BOTH],
    [
      "not binds before and, and before or",
      { ...used("iam", "create", "failed"), condition: "failed or not iam and create" },
      records,
      [1, 3],
      BOTH,
    ],
    [
      "parentheses",
      { ...used("iam", "create", "failed"), condition: "(failed or iam) and create" },
      records,
      [0, 1],
      BOTH,
    ],
    ["1 of", { ...used("root_a", "root_b"), condition: "1 of root_*" }, records, [2, 3], BOTH],
    [
      "all of",
      { ...used("root_a", "root_b", "iam"), condition: "iam and not all of root_*" },
      records,
      [0, 1, 2],
      BOTH,
    ],
    ["not 1 of them", { ...used("failed", "root_a"), condition: "not 1 of them" }, records, [0, 3], BOTH],
    ["all of them", { ...used("iam", "create"), condition: "all of them" }, records, [0, 1], BOTH],
    [
      "a list of conditions",
      { ...used("failed", "root_b"), condition: ["failed", "root_b"] },
      records,
      [1, 3],
      BOTH,
    ],
    [
      "a list of maps",
      sel([{ eventName: "CreateUser" }, { eventSource: "s3.amazonaws.com" }]),
      records,
      [0, 1, 3],
      BOTH,
    ],
    [
      "one field wanted and not wanted",
      { a: { "eventName|startswith": "Create" }, b: { eventName: "CreateUser" }, condition: "a and not b" },
      records,
      [3],
      { eventbridge: NO },
    ],
    [
      "one of several, but for one",
      {
        a: { eventName: ["CreateUser", "CreateBucket"] },
        b: { eventName: "CreateUser" },
        condition: "a and not b",
      },
      records,
      [3],
      BOTH,
    ],
    [
      "several wanted from a wildcard",
      {
        a: { "eventName|startswith": "Create" },
        b: { eventName: ["CreateUser", "DeleteUser"] },
        condition: "a and b",
      },
      records,
      [0, 1],
      BOTH,
    ],
    [
      "what can never hold",
      { a: { eventName: "A" }, b: { eventName: "B" }, condition: "a and b" },
      records,
      [],
      { eventbridge: NO },
    ],
    [
      "what always holds",
      { a: { eventName: "CreateUser" }, condition: "a or not a" },
      records,
      [0, 1, 2, 3],
      BOTH,
    ],
    [
      "parameters with names that patterns keep for themselves",
      { a: { "requestParameters.prefix": "x" }, b: { "requestParameters.exists": "y" }, condition: "a or b" },
      params({ prefix: "x" }, { exists: "y" }, {}),
      [0, 1],
      NONE,
    ],
    [
      "one of them alone",
      sel({ "requestParameters.prefix": "x" }),
      params({ prefix: "x" }, { prefix: "y" }),
      [0],
      BUS,
    ],
  ]);
});
