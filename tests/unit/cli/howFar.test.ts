import assert from "node:assert/strict";
import { HowFar } from "../../../cli/trail/howFar";

const now = Date.UTC(2025, 11, 11, 12);
const at = (hoursAgo: number) => ({ eventTime: new Date(now - hoursAgo * 3_600_000).toISOString() });

describe("how far a reading is", () => {
  let seconds = 0;
  const clock = () => seconds * 1000;
  beforeEach(() => (seconds = 0));

  it("says the rate, how far back, and what remains of the time that was asked for", () => {
    const far = new HowFar({ startTime: new Date(now - 10 * 3_600_000) }, now, clock);
    seconds = 4;
    far.requested("us-east-1", 3, 2);
    far.requested("eu-west-1", 4, 2);
    far.requested("us-east-1", 5, 2);
    assert.equal(far.took(at(1)), 1);
    assert.equal(far.took(at(2.5)), 2);
    assert.equal(
      far.line(),
      "2 events, 1/s, 9 requests in 2 Regions, back to 2025-12-11T09:30:00Z: 25 % of the time asked for, about 12 s more",
    );
  });

  it("at the end it counts all that was read, and guesses nothing more", () => {
    const far = new HowFar({ startTime: new Date(now - 10 * 3_600_000) }, now, clock);
    seconds = 2;
    far.requested("us-east-1", 1, 1);
    far.took(at(1));
    assert.equal(far.total(), "1 event, 1/s, 1 request in 1 Region");
  });

  it("without a beginning the API's 90 days count", () => {
    const far = new HowFar({}, now, clock);
    seconds = 1;
    far.took(at(45 * 24));
    assert.match(far.line(), /: 50 % of the time asked for, about 1 s more$/);
  });

  it("guesses nothing from too little, and nothing for files, whose order says nothing", () => {
    seconds = 1;
    const far = new HowFar({}, now, clock);
    far.took(at(0.1));
    assert.doesNotMatch(far.line(), /%/);
    const files = new HowFar({ startTime: new Date(now - 3_600_000) }, undefined, clock);
    seconds = 3;
    files.took(at(0.5));
    assert.equal(files.line(), "1 event, 1/s");
  });

  it("an event without a readable time, or from outside, spoils nothing", () => {
    const far = new HowFar({ startTime: new Date(now - 3_600_000) }, now, clock);
    seconds = 1;
    far.took({ eventTime: "soon" });
    assert.equal(far.line(), "1 event, 1/s");
    far.took(at(5));
    assert.match(far.line(), /100 % of the time asked for, about 0 s more$/);
  });
});
