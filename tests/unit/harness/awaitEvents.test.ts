import assert from "node:assert/strict";
import type { CloudTrailEvent } from "../../../detective";
import type { ExpectedEvent } from "../../../harness";
import { missingFrom } from "../../../harness/awaitEvents";

describe("missingFrom", () => {
  const event = (eventName: string, userName?: string, errorCode?: string): CloudTrailEvent => ({
    eventSource: "iam.amazonaws.com",
    eventName,
    ...(userName && { userIdentity: { type: "IAMUser", userName } }),
    ...(errorCode && { errorCode }),
  });
  const wanted = (eventName: string, more: Partial<ExpectedEvent> = {}): ExpectedEvent => ({
    eventSource: "iam.amazonaws.com",
    eventName,
    ...more,
  });
  const cases: [string, CloudTrailEvent[], ExpectedEvent[], number][] = [
    ["nothing is missing of nothing", [], [], 0],
    ["an event that is there", [event("GetUser")], [wanted("GetUser")], 0],
    [
      "an event of another source",
      [event("GetUser")],
      [{ ...wanted("GetUser"), eventSource: "sts.amazonaws.com" }],
      1,
    ],
    ["one event does not stand for two", [event("GetUser")], [wanted("GetUser"), wanted("GetUser")], 1],
    ["somebody else's call", [event("GetUser", "alice")], [wanted("GetUser", { user: "bob" })], 1],
    [
      "a denied call where one must succeed",
      [event("GetUser", "bob", "AccessDenied")],
      [wanted("GetUser")],
      1,
    ],
    [
      "a success where a denial is expected",
      [event("GetUser")],
      [wanted("GetUser", { errorCode: /^AccessDenied/ })],
      1,
    ],
    [
      "denied and allowed calls of one name",
      [event("StopLogging", "bob", "AccessDenied"), event("StopLogging", "bob")],
      [
        wanted("StopLogging", { user: "bob" }),
        wanted("StopLogging", { user: "bob", errorCode: /^AccessDenied/ }),
      ],
      0,
    ],
  ];
  for (const [name, events, expected, missing] of cases) {
    it(name, () => assert.equal(missingFrom(events, expected).length, missing));
  }
});
