import { Watch } from "../watch";
import { watchCheck } from "../watchCheck";

const WATCH: Watch = {
  name: "unauthorised-calls",
  onlyMany: true,
  calls: [
    {
      says: "a call that was refused (AccessDenied)",
      source: "secretsmanager.amazonaws.com",
      name: "GetSecretValue",
      where: "home",
      fields: () => ({ errorCode: "AccessDenied", errorMessage: "not authorized", requestParameters: null }),
    },
    {
      says: "a call that EC2 refused (Client.UnauthorizedOperation)",
      source: "ec2.amazonaws.com",
      name: "RunInstances",
      where: "home",
      fields: () => ({ errorCode: "Client.UnauthorizedOperation", errorMessage: "not authorized" }),
    },
  ],
  pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
};

export const unauthorisedCallsAlarm = watchCheck({
  id: "unauthorised-calls-alarm",
  title: "Calls that are refused are told to somebody",
  pillar: "detection",
  weight: 1,
  why: "Who tries doors leaves refusals behind, often for days before one gives way.",
  cis: ["5.1", "4.1"],
  watch: WATCH,
});
