import { Watch } from "../watch";
import { watchCheck } from "../watchCheck";

const WATCH: Watch = {
  name: "root-use",
  calls: [
    {
      says: "a call by the root user",
      source: "iam.amazonaws.com",
      name: "CreateAccessKey",
      where: "global",
      fields: ({ partition, account }) => ({
        userIdentity: {
          type: "Root",
          principalId: account,
          arn: `arn:${partition}:iam::${account}:root`,
          accountId: account,
          accessKeyId: "ASIAEXAMPLE",
        },
      }),
    },
  ],
  pattern:
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
};

export const rootUseAlarm = watchCheck({
  id: "root-use-alarm",
  title: "Use of the root user is told to somebody",
  pillar: "detection",
  weight: 2,
  why: "Root can do everything and is needed for next to nothing: whoever uses it should be asked why.",
  cis: ["5.3", "4.3"],
  watch: WATCH,
});
