import assert from "node:assert/strict";
import { newestFirst } from "../../../detective/collect";
import { event } from "./support/events";

describe("newestFirst", () => {
  it("keeps the order that the API gave to events of the same second", () => {
    const events = [
      event(2, { eventID: "c" }),
      event(1, { eventID: "z" }),
      event(2, { eventID: "a" }),
      event(1, { eventID: "y" }),
      event(2, { eventID: "b" }),
      { eventID: "no time" },
    ];
    assert.deepEqual(
      newestFirst(events).map(({ eventID }) => eventID),
      ["c", "a", "b", "z", "y", "no time"],
    );
  });
});
