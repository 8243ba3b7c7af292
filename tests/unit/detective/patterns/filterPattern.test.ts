import assert from "node:assert/strict";
import { filterMatches } from "../../../../detective/patterns/filterPattern";
import { JsonObject } from "../../../../detective/json";

const record = {
  eventName: "StopLogging",
  eventSource: "cloudtrail.amazonaws.com",
  errorCode: "Client.UnauthorizedOperation",
  readOnly: false,
  requestParameters: null,
  count: 5,
  star: "a*b",
  userIdentity: { type: "IAMUser", "odd name": "x" },
};

// The log events and patterns of AWS's page on filter and pattern syntax, and what it says of each.
const trail = {
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
};
const users = {
  user: { id: 1, email: "John.Stiles@example.com" },
  users: [
    { id: 2, email: "John.Doe@example.com" },
    { id: 3, email: "Jane.Doe@example.com" },
  ],
  actions: ["GET", "PUT", "DELETE"],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
    [7, 8, 9],
  ],
};

type Case = [pattern: string, answer: string, message?: JsonObject | string];

function check(cases: readonly Case[], message: JsonObject | string): void {
  for (const [pattern, answer, of = message] of cases) {
    assert.equal(filterMatches(pattern, of), answer, `${pattern} on ${JSON.stringify(of).slice(0, 80)}`);
  }
}

describe("filterMatches", () => {
  it("answers as AWS documents for JSON", () => {
    check(
      [
        ['{ $.eventType = "UpdateTrail" }', "yes"],
        ["{ $.sourceIPAddress != 123.123.* }", "yes"],
        ["{ $.sourceIPAddress != 111.111.* }", "no"],
        ['{ $.arrayKey[0] = "value" }', "yes"],
        ['{ $.arrayKey[1] = "value" }', "no"],
        ["{ $.eventType = %Trail% }", "yes"],
        ["{ $.arrayKey[*] = %val.{2}% }", "yes"],
        ["{ $.objectList[1].id = 2 }", "yes"],
        ["{ $.eventType[1].id = 2 }", "no"],
        ["{ $.SomeObject IS NULL }", "yes"],
        ["{ $.SomeOtherObject IS NULL }", "no"],
        ["{ $.SomeOtherObject NOT EXISTS }", "yes"],
        ["{ $.SomeObject NOT EXISTS }", "no"],
        ["{ $.ThisFlag IS TRUE }", "yes"],
        ["{ $.ThisFlag IS FALSE }", "no"],
        ["{ $.arrayKey = 1 }", "no"],
        ["{ $.arrayKey != 1 }", "no"],
      ],
      trail,
    );
    check(
      [
        ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', "yes"],
        ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', "no"],
        [
          '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
          "yes",
        ],
        [
          '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
          "no",
        ],
        ["{ $.coordinates[1][2] = 6 }", "yes"],
        ["{ $.users[*].id = 3 }", "yes"],
      ],
      users,
    );
    check(
      [
        ["{ $.bandwidth > 75 }", "yes"],
        ["{ $.latency < 50 }", "no"],
        ["{ $.refreshRate >= 60 }", "yes"],
        ["{ $.responseTime <= 5 }", "yes"],
        ["{ $.errorCode = 400 }", "yes"],
        ["{ $.errorCode != 500 }", "yes"],
        ["{ $.number[0] = 1e-3 }", "yes"],
        ["{ $.number[0] != 1e+3 }", "yes"],
        ["{ $.latency > +40 && $.latency = * }", "yes"],
      ],
      { bandwidth: 76, latency: 50, refreshRate: 60, responseTime: 5, errorCode: 400, number: [0.001] },
    );
  });

  it("answers as AWS documents for lines that are no JSON", () => {
    const bad = "[ERROR 400] BAD REQUEST";
    const unauthorized = "[ERROR 401] UNAUTHORIZED REQUEST";
    const missing = "[ERROR 419] MISSING ARGUMENTS";
    const invalid = "[ERROR 420] INVALID ARGUMENTS";
    check(
      [
        ["ERROR", "yes"],
        ["ERROR ARGUMENTS", "no"],
        ['"INTERNAL SERVER ERROR"', "no"],
      ],
      bad,
    );
    check(
      [
        ["ERROR ARGUMENTS", "yes"],
        ["ERROR -ARGUMENTS", "no"],
        ["?ERROR ?WARN", "yes"],
      ],
      missing,
    );
    check(
      [
        ["ERROR ARGUMENTS -INVALID", "no"],
        ["-ERROR", "no"],
      ],
      invalid,
    );
    check(
      [
        ["%AUTHORIZED%", "yes"],
        ["%^AUTHORIZED%", "no"],
        ["{ $.a = b }", "no"],
      ],
      unauthorized,
    );
    check(
      [
        ["ERROR WARN", "yes"],
        ["?ERROR ?WARN", "yes"],
        ["ERROR -WARN", "no"],
      ],
      "ERROR WARN message",
    );
    check(
      [
        ["ERROR", "no"],
        ["?ERROR ?WARN", "yes"],
      ],
      "WARN message",
    );
  });

  it("answers on a record", () => {
    check(
      [
        ["", "yes"],
        ["{ $.eventName = StopLogging }", "yes"],
        ["{$.eventName=StopLogging}", "yes"],
        ['{ $.eventName = "Stop*" }', "yes"],
        ['{ $.eventName = "stop*" }', "no"],
        ['{ $.eventName = "*pLog*" }', "yes"],
        ['{ $.eventName = "StopLoggin?" }', "no"],
        ["{ $.errorCode = *UnauthorizedOperation }", "yes"],
        ["{ $.eventName != StopLogging }", "no"],
        ["{ $.missing = x }", "no"],
        ["{ $.missing NOT EXISTS }", "yes"],
        ["{ $.eventName EXISTS }", "yes"],
        ["{ $.requestParameters IS NULL }", "yes"],
        ["{ $.readOnly IS FALSE }", "yes"],
        ["{ $.readOnly IS TRUE }", "no"],
        ["{ $.readOnly = false }", "yes"],
        ["{ $.count > 4 && $.count <= 5 }", "yes"],
        ["{ $.count > 5 }", "no"],
        ['{ $.userIdentity["odd name"] = x }', "yes"],
        ["{ $.userIdentity.type = IAMUser && $.eventName = X || $.eventName = StopLogging }", "yes"],
        ["{ $.eventName = StopLogging || $.eventName = X && $.count = 9 }", "yes"],
        ["{ ($.eventName = StopLogging || $.eventName = X) && $.count = 9 }", "no"],
        ["{ $.eventName = %^Stop.*% }", "yes"],
        ["{ $.eventName != %^Stop.*% }", "no"],
        ["{ $.a[*].b = c }", "no"],
        ["StopLogging", "yes"],
        ["StopLogging DeleteTrail", "no"],
        ["?StopLogging ?DeleteTrail", "yes"],
        ["StopLogging -IAMUser", "no"],
        ['"cloudtrail.amazonaws.com"', "yes"],
        ["{ $.constructor NOT EXISTS }", "yes"],
      ],
      record,
    );
  });

  it("does not decide what is documented nowhere or not understood", () => {
    check(
      [
        ["{ $.missing != x }", "undecided"],
        ["{ $.requestParameters != x }", "undecided"],
        ["{ $.missing != x || $.eventName = StopLogging }", "yes"],
        ["{ $.missing != x && $.eventName = X }", "no"],
        ['{ $.eventName = "Stop*ing" }', "undecided"],
        ['{ $.eventName = "Stop*ed" }', "no"],
        ['{ $.star = "a*b" }', "yes"],
        ["{ $.eventName > 4 }", "undecided"],
        ["{ $.eventName = %(Stop)% }", "undecided"],
        ["{ $.eventName = %Stop[% }", "undecided"],
        ["{ $.eventName = ", "undecided"],
        ["{ $.eventName = StopLogging } }", "undecided"],
        ["{ = }", "undecided"],
        ["{ eventName = StopLogging }", "undecided"],
        ["[ip, user, ...]", "undecided"],
      ],
      record,
    );
  });

  it("does not take long over what is long", () => {
    const many = `{ ${Array(20_000).fill("($.eventName = X)").join(" || ")} }`;
    assert.equal(filterMatches(many, record), "no");
    assert.equal(filterMatches(`{ ${"(".repeat(100_000)} }`, record), "undecided");
    assert.equal(filterMatches(`{ $.eventName = "${"*a".repeat(50_000)}" }`, record), "no");
    assert.equal(filterMatches(`{ $.a = "*${"a*".repeat(500)}b" }`, { a: "a".repeat(100_000) }), "no");
  });
});
