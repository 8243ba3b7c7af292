import { mustFail, type Activity } from "../activity";

/** A call that is allowed and fails all the same. */
export const failedCall: Activity = {
  id: "failed-call",
  does: "asks for a user that does not exist",
  expects: () => [{ eventSource: "iam.amazonaws.com", eventName: "GetUser", errorCode: /^NoSuchEntity/ }],
  run: ({ operator, names }) =>
    mustFail(() => operator.iam.getUser({ UserName: `${names.newcomer}-nobody` }), /^NoSuchEntity/),
};
