import { HERE, ROOT, call, session, user } from "../call";
import { QueryCase } from "../queryCase";

const ALICE = `arn:aws:iam::${HERE}:user/alice`;
const SUCCESS = { ConsoleLogin: "Success" };
const FAILURE = { ConsoleLogin: "Failure" };
const HIDDEN = {
  type: "IAMUser",
  accountId: HERE,
  accessKeyId: "",
  userName: "HIDDEN_DUE_TO_SECURITY_REASONS",
};

/** Cases of the queries about sign-ins and refusals. */
export const SIGN_IN_CASES: Readonly<Record<string, QueryCase>> = {
  "failed-console-logins": {
    records: [
      call("04T10:00 signin ConsoleLogin", { response: FAILURE, ip: "203.0.113.9" }),
      call("04T10:01 signin ConsoleLogin", { response: FAILURE, ip: "203.0.113.9" }),
      call("04T10:02 signin ConsoleLogin", { response: SUCCESS, ip: "203.0.113.9" }),
      call("04T11:00 signin ConsoleLogin", { response: FAILURE, by: HIDDEN }),
      call("04T12:00 signin ConsoleLogin", { response: SUCCESS }),
      call("04T13:00 signin CheckMfa", { response: { CheckMfa: "Success" } }),
    ],
    rows: [
      `alice | ${HERE} | 203.0.113.9 | 2 | 1 | 04T10:00 | 04T10:02`,
      `HIDDEN_DUE_TO_SECURITY_REASONS | ${HERE} | 198.51.100.1 | 1 | 0 | 04T11:00 | 04T11:00`,
    ],
  },
  "logins-without-mfa": {
    records: [
      call("04T10:00 signin ConsoleLogin", {
        response: SUCCESS,
        extra: { MFAUsed: "No" },
        and: { eventID: "e1" },
      }),
      call("04T11:00 signin ConsoleLogin", { response: SUCCESS, by: ROOT, and: { eventID: "e2" } }),
      call("04T12:00 signin ConsoleLogin", { response: SUCCESS, extra: { MFAUsed: "Yes" } }),
      call("04T13:00 signin ConsoleLogin", { response: FAILURE, extra: { MFAUsed: "No" } }),
      call("04T14:00 sts GetCallerIdentity"),
    ],
    rows: [
      `04T10:00 | ${HERE} | IAMUser | alice | 198.51.100.1 | aws-cli/2 | e1`,
      `04T11:00 | ${HERE} | Root | arn:aws:iam::${HERE}:root | 198.51.100.1 | aws-cli/2 | e2`,
    ],
  },
  "console-logins": {
    records: [
      call("04T10:00 signin ConsoleLogin", { response: SUCCESS, extra: { MFAUsed: "Yes" } }),
      call("05T10:00 signin ConsoleLogin", {
        response: SUCCESS,
        extra: { MFAUsed: "No" },
        ip: "203.0.113.9",
      }),
      call("06T10:00 signin ConsoleLogin", { response: SUCCESS, by: session("sso", "bob") }),
      call("07T10:00 signin ConsoleLogin", { response: FAILURE, by: user("carol") }),
    ],
    rows: [
      `${ALICE} | ${HERE} | 2 | 1 | 2 | 198.51.100.1 | 04T10:00 | 05T10:00`,
      `arn:aws:iam::${HERE}:role/sso | ${HERE} | 1 | 0 | 1 | 198.51.100.1 | 06T10:00 | 06T10:00`,
    ],
  },
  "denials-by-principal": {
    records: [
      call("04T10:00 iam ListUsers", { error: "AccessDenied" }),
      call("04T11:00 ec2 RunInstances", { error: "Client.UnauthorizedOperation", ip: "203.0.113.9" }),
      call("04T12:00 s3 GetObject", { error: "403Forbidden", by: session("deploy", "a") }),
      call("04T13:00 s3 GetObject", { error: "NoSuchKey", by: session("deploy", "a") }),
      call("04T14:00 s3 GetObject", { by: user("bob") }),
    ],
    rows: [
      `${ALICE} | 2 | 2 | 2 | 04T10:00 | 04T11:00`,
      `arn:aws:iam::${HERE}:role/deploy | 1 | 1 | 1 | 04T12:00 | 04T12:00`,
    ],
  },
  "denials-by-action": {
    records: [
      call("04T10:00 iam ListUsers", { error: "AccessDenied" }),
      call("04T11:00 iam ListUsers", { error: "AccessDenied", by: user("bob") }),
      call("04T12:00 kms Decrypt", { error: "AccessDeniedException" }),
      call("04T13:00 kms Decrypt", { error: "DisabledException" }),
      call("04T14:00 kms Decrypt"),
    ],
    rows: [
      "iam.amazonaws.com | ListUsers | AccessDenied | 2 | 2 | 04T10:00 | 04T11:00",
      "kms.amazonaws.com | Decrypt | AccessDeniedException | 1 | 1 | 04T12:00 | 04T12:00",
    ],
  },
};
