import assert from "node:assert/strict";
import { Expression } from "../../../../../detective/sigma/expression";
import { NotExpressible } from "../../../../../detective/sigma/notExpressible";
import { athenaDialect } from "../../../../../detective/sigma/sql/athenaDialect";
import { athenaQuery } from "../../../../../detective/sigma/sql/athenaQuery";
import { compileSql } from "../../../../../detective/sigma/sql/compileSql";
import { all, any, asks, cased, is, keyword, not, regex, rule } from "../match/expressions";

const sqlOf = (of: Expression) => compileSql(of, athenaDialect);

describe("rules in Athena", () => {
  it("ask the columns of AWS's table", () => {
    const written: [Expression, string][] = [
      [is("eventName", "StopLogging"), "coalesce(lower(eventname) = 'stoplogging', FALSE)"],
      [cased("eventName", "StopLogging"), "coalesce(eventname = 'StopLogging', FALSE)"],
      [is("userAgent", "a_b%*\\'?"), "coalesce(lower(useragent) LIKE 'a\\_b\\%%\\\\''_' ESCAPE '\\', FALSE)"],
      [is("errorCode", "*"), "coalesce(lower(errorcode) IS NOT NULL, FALSE)"],
      [asks("errorCode", { kind: "null" }), "(errorcode IS NULL)"],
      [
        any(is("eventName", "A"), is("eventName", "b*"), is("awsRegion", "c"), is("eventName", "D")),
        "(coalesce((lower(eventname) IN ('a', 'd') OR lower(eventname) LIKE 'b%' ESCAPE '\\'), FALSE) OR coalesce(lower(awsregion) = 'c', FALSE))",
      ],
      [
        all(not(is("userIdentity.sessionContext.sessionIssuer.userName", "x")), all(), any()),
        "((NOT coalesce(lower(useridentity.sessioncontext.sessionissuer.username) = 'x', FALSE)) AND TRUE AND FALSE)",
      ],
      [
        is("resources.ARN", "*secret"),
        "coalesce(any_match(resources, x -> coalesce(lower(x.arn) LIKE '%secret' ESCAPE '\\', FALSE)), FALSE)",
      ],
      [
        asks("sourceIPAddress", { kind: "cidr", network: "10.1.0.0/16" }),
        "coalesce(regexp_like(sourceipaddress, '^10\\.1\\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\z'), FALSE)",
      ],
      [
        asks("userIdentity.accountId", { kind: "fieldref", field: "recipientAccountId", cased: false }),
        "coalesce(arrays_overlap(filter(ARRAY[lower(useridentity.accountid)], x -> x IS NOT NULL), filter(ARRAY[lower(recipientaccountid)], x -> x IS NOT NULL)), FALSE)",
      ],
      [
        is("requestParameters.userName", "Bob"),
        `(regexp_like(lower(coalesce(json_query(requestparameters, 'lax $[*][*]."userName"[*][*]' WITH ARRAY WRAPPER), '')), '(?:^|[:\\[,])(?:"bob")(?:[,\\]}]|\\z)') OR regexp_like(regexp_replace(lower(coalesce(json_query(requestparameters, 'lax $[*][*]."userName"[*][*]' WITH ARRAY WRAPPER), '')), '"(?:[^"\\\\]|\\\\.)*"', '""'), '(?:^|[:\\[,])(?:(?!null)bob)(?:[,\\]}]|\\z)'))`,
      ],
      [
        asks("requestParameters.a.b", { kind: "exists" }),
        `(coalesce(json_exists(requestparameters, 'lax $[*][*]."a"[*][*]."b"'), FALSE) OR coalesce(json_exists(requestparameters, 'lax $[*][*]."a.b"'), FALSE))`,
      ],
      [
        asks("requestParameters.a", { kind: "null" }),
        `(NOT (coalesce(json_exists(requestparameters, 'lax $[*][*]."a"[*][*]'), FALSE)) OR coalesce(json_exists(requestparameters, 'lax $[*][*]."a"[*][*] ? (@ == null)'), FALSE))`,
      ],
      [
        is("requestParameters", "*Administrator*"),
        `(strpos(regexp_replace(lower(coalesce(json_query(requestparameters, 'lax $[*][*]' WITH ARRAY WRAPPER), '')), '\\\\(?:u[0-9A-Fa-f]{4}|.)', chr(1)), 'administrator') > 0)`,
      ],
    ];
    for (const [of, sql] of written) assert.equal(sqlOf(of), sql);
  });

  it("name what the table can't be asked", () => {
    const refused: [Expression, RegExp][] = [
      [keyword("x"), /no column that holds the whole record/],
      [is("insightDetails.state", "Start"), /no column for insightDetails\.state/],
      [is("eventname", "x"), /does not keep the case of names; the record's name is eventName/],
      [is("userIdentity.ARN", "x"), /the record's name is arn/],
      [is("eventName.x", "x"), /eventname is a text in the table and has no x/],
      [is("userIdentity", "x"), /useridentity is a structure/],
      [is("constructor", "x"), /no column for constructor/],
      [asks("errorCode", { kind: "exists" }), /null from one that is absent/],
      [asks("resources.type", { kind: "null" }), /a list without the field/],
      [regex("userAgent", "^a"), /another language/],
      [asks("sourceIPAddress", { kind: "cidr", network: "2001:db8::/32" }), /IPv6/],
      [is("requestParameters.x", '*"a*'), /may match the JSON of an object|part of how JSON is written/],
      [is("requestParameters.x", "*a*b*"), /may match the JSON of an object/],
      [is("requestParameters.x", "*,*"), /part of how JSON is written/],
      [is('requestParameters.x"y', "a"), /a key with other characters/],
      [is("requestParameters.1.2.3.4.5.6", "a"), /more than 5 steps/],
      [is("requestParameters.x", "\ud800"), /half a surrogate pair/],
    ];
    for (const [of, reason] of refused)
      assert.throws(
        () => sqlOf(of),
        (error) => error instanceof NotExpressible && error.backend === "athena" && reason.test(error.reason),
        JSON.stringify(of),
      );
  });

  it("are one query, without those that can't be said", () => {
    const rules = [
      rule(is("eventName", "A"), "one"),
      rule(keyword("x"), "two"),
      rule(is("eventName", "B"), "three"),
    ];
    const { sql, rules: asked, refused } = athenaQuery(rules, "cloudtrail_logs");
    assert.deepEqual(
      asked.map(({ title }) => title),
      ["one", "three"],
    );
    assert.deepEqual(
      refused.map(({ rule: { title }, error }) => [title, error.part]),
      [["two", "x"]],
    );
    assert.equal(
      sql,
      `SELECT eventid, eventtime, rules
FROM (SELECT eventid, eventtime, filter(ARRAY[IF(coalesce(lower(eventname) = 'a', FALSE), 0),
  IF(coalesce(lower(eventname) = 'b', FALSE), 1)], x -> x IS NOT NULL) AS rules
FROM cloudtrail_logs)
WHERE cardinality(rules) > 0`,
    );
  });
});
