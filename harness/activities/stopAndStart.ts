import type { Activity } from "../activity";

/** The newcomer, an administrator by now, blinds the trail; the operator switches it on again. */
export const stopAndStart: Activity = {
  id: "stop-and-start",
  does: "stops the trail and starts it again",
  expects: ({ names }) => [
    { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging", user: names.newcomer },
    { eventSource: "cloudtrail.amazonaws.com", eventName: "StartLogging" },
  ],
  alerts: ({ names }) => [{ eventName: "StopLogging", user: names.newcomer }],
  async run({ newcomer, operator, allowed, trailName: Name }) {
    await allowed(() => newcomer().cloudTrail.stopLogging({ Name }));
    await operator.cloudTrail.startLogging({ Name });
  },
  async undo({ operator, trailName: Name }) {
    await operator.cloudTrail.startLogging({ Name });
  },
};
