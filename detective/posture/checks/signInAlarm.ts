import { Watch } from "../watch";
import { watchCheck } from "../watchCheck";

const WATCH: Watch = {
  name: "sign-in-without-mfa",
  calls: [
    {
      says: "a console sign-in without MFA",
      source: "signin.amazonaws.com",
      name: "ConsoleLogin",
      where: "global",
      fields: () => ({
        eventType: "AwsConsoleSignIn",
        requestParameters: null,
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: {
          LoginTo: "https://console.aws.amazon.com/",
          MobileVersion: "No",
          MFAUsed: "No",
        },
      }),
    },
  ],
  pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
};

export const signInAlarm = watchCheck({
  id: "sign-in-alarm",
  title: "Signing in to the console without MFA is told to somebody",
  pillar: "detection",
  weight: 0,
  why: "A password alone is what phishing brings in.",
  cis: ["5.2", "4.2"],
  watch: WATCH,
});
