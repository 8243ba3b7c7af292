import { mustFail, type Activity } from "../activity";

/** A call that IAM really denies: the newcomer tries to stop the trail. */
export const deniedCall: Activity = {
  id: "denied-call",
  does: "tries to stop the trail without the permission to",
  expects: ({ names }) => [
    {
      eventSource: "cloudtrail.amazonaws.com",
      eventName: "StopLogging",
      user: names.newcomer,
      errorCode: /^AccessDenied/,
    },
  ],
  run: ({ newcomer, trailName }) =>
    mustFail(() => newcomer().cloudTrail.stopLogging({ Name: trailName }), /AccessDenied/),
};
