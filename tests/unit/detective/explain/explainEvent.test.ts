import assert from "node:assert/strict";
import { explainEvent } from "../../../../detective/explainEvent";
import { explanationText } from "../../../../detective/explain/explanationText";
import { toolOf } from "../../../../detective/explain/toolOf";
import { parseEvent } from "../../../../detective/event";
import { displayWidth } from "../../../../detective/terminalText";
import { by, call } from "../../../support/records";
import { records } from "./records";

const AT = "On 2026-01-31 at 12:00:00 UTC,";
const FROM = "The request came from 192.0.2.7, made with the AWS CLI 2.15.30.";
const DEPLOY =
  "It was made with temporary credentials (ASIADEPLOY0000000000), issued on 2026-01-31 at 11:59:00 UTC for the role arn:aws:iam::111122223333:role/app, without MFA.";

/** Who did what, and the rest of the paragraph. */
const paragraphs: Record<keyof typeof records, string> = {
  user: `${AT} the IAM user alice of account 111122223333 attached AdministratorAccess to the user bob (AttachUserPolicy of iam.amazonaws.com in us-east-1). ${FROM} It was signed with the long-term access key AKIAALICE00000000000. It succeeded.`,
  consoleUser: `${AT} the IAM user alice of account 111122223333 stopped instances (StopInstances of ec2.amazonaws.com in us-east-1). The request came from 192.0.2.7, made with the AWS console. It was made with temporary credentials (ASIAALICE00000000000) of a console session, issued on 2026-01-31 at 11:00:00 UTC, with MFA. It succeeded.`,
  root: `${AT} the root user of account 111122223333 called iam:DeactivateMFADevice (iam.amazonaws.com in us-east-1). ${FROM} It was signed with a long-term access key of the root user, AKIAROOT000000000000. It succeeded.`,
  role: `${AT} the session deploy of the role app of account 111122223333 was denied StopLogging on the trail main (cloudtrail.amazonaws.com in us-east-1). ${FROM} ${DEPLOY} It was denied (AccessDenied): a service control policy (arn:aws:organizations::444455556666:policy/o-abc/service_control_policy/p-1) explicitly denies cloudtrail:StopLogging on arn:aws:cloudtrail:us-east-1:111122223333:trail/main.`,
  instance: `${AT} the session i-0abc123def4567890 of the role web of account 111122223333 read cards.csv of the bucket customer-data (GetObject of s3.amazonaws.com in us-east-1). The request came from 192.0.2.7 through the VPC endpoint vpce-0abc, made with the AWS CLI 1.16.0. It was made with temporary credentials (ASIAI0ABC123DEF4567890), issued on 2026-01-31 at 11:59:00 UTC for the role arn:aws:iam::111122223333:role/web through an instance's metadata service. It succeeded.`,
  service: `${AT} the AWS service cloudtrail.amazonaws.com called kms:GenerateDataKey (kms.amazonaws.com in us-east-1). It succeeded.`,
  behalf: `${AT} the session deploy of the role app of account 111122223333 called ec2:CreateVpc (ec2.amazonaws.com in us-east-1). ${DEPLOY} cloudformation.amazonaws.com made the request on the principal's behalf. It succeeded.`,
  crossAccount: `${AT} the principal AIDAOTHER of account 444455556666, another account than 111122223333 where it happened, assumed the role audit as x (AssumeRole of sts.amazonaws.com in us-east-1). ${FROM} It succeeded.`,
  saml: `${AT} the SAML user carol@example.com, vouched for by https://idp.example.com/saml, called sts:AssumeRoleWithSAML (sts.amazonaws.com in us-east-1). ${FROM} It succeeded.`,
  webIdentity: `${AT} the web identity dan, vouched for by accounts.google.com, called sts:AssumeRoleWithWebIdentity (sts.amazonaws.com in us-east-1). ${FROM} It succeeded.`,
  oidcSession: `${AT} the session build-7 of the role ci of account 111122223333 listed the buckets (ListBuckets of s3.amazonaws.com in us-east-1). ${FROM} It was made with temporary credentials (ASIABUILD70000000000), issued on 2026-01-31 at 11:59:00 UTC for the role arn:aws:iam::111122223333:role/ci on the word of the identity provider arn:aws:iam::111122223333:oidc-provider/ci.example.com, with the source identity erin, without MFA. It succeeded.`,
  identityCenter: `${AT} the IAM Identity Center user user-123 of account 111122223333 called codewhisperer:GenerateRecommendations (codewhisperer.amazonaws.com in us-east-1). ${FROM} It was authorised by the credential credential-1. It succeeded.`,
  federated: `${AT} the federated user frank of account 111122223333, with a token that the IAM user alice got, listed the buckets (ListBuckets of s3.amazonaws.com in us-east-1). ${FROM} It was made with temporary credentials (ASIAFRANK00000000000). It succeeded.`,
  signIn: `${AT} the IAM user alice of account 111122223333 signed in to the console (ConsoleLogin of signin.amazonaws.com in us-east-1). The request came from 192.0.2.7, made with a web browser. The sign-in was without MFA. It succeeded.`,
  failedSignIn: `${AT} somebody with an unknown user name of account 111122223333 failed to sign in to the console (ConsoleLogin of signin.amazonaws.com in us-east-1). The request came from 192.0.2.7, made with a web browser. It failed: No username found in supplied account.`,
  serviceEvent: `${AT} AWS itself, in account 111122223333, called kms:RotateKey (kms.amazonaws.com in us-east-1). It succeeded.`,
  insight:
    "CloudTrail Insights saw an unusual rate of calls of RunInstances (ec2.amazonaws.com) in us-east-1; this record marks its end on 2026-01-31 at 12:00:00 UTC. It saw 85.5 a minute where 0.00179 are usual. It lasted 5 minutes.",
  dryRun: `${AT} the IAM user alice of account 111122223333 made a dry run of RunInstances (ec2.amazonaws.com in us-east-1). ${FROM} It was signed with the long-term access key AKIAALICE00000000000. The call would have been allowed, and nothing was done.`,
  throttled: `${AT} the IAM user alice of account 111122223333 failed with DescribeInstances (Client.RequestLimitExceeded) (ec2.amazonaws.com in us-east-1). ${FROM} It was signed with the long-term access key AKIAALICE00000000000. It failed (Client.RequestLimitExceeded): Request limit exceeded.`,
  encoded: `${AT} the IAM user alice of account 111122223333 was denied RunInstances (ec2.amazonaws.com in us-east-1). ${FROM} It was signed with the long-term access key AKIAALICE00000000000. It was denied (Client.UnauthorizedOperation): You are not authorized to perform this operation. Encoded authorization failure message: abcdef.`,
  empty:
    "Somebody whom the record does not name called an unknown service. Whether it succeeded can't be read from the record.",
  noRecord:
    "Somebody whom the record does not name called an unknown service. Whether it succeeded can't be read from the record.",
};

describe("an event in plain words", () => {
  for (const [shape, event] of Object.entries(records))
    it(`tells who did what: ${shape}`, () => {
      assert.equal(explainEvent(event).paragraph, paragraphs[shape as keyof typeof records]);
    });

  it("says what could be got wrong", () => {
    const notes = (shape: keyof typeof records) => explainEvent(records[shape]).notes.join("\n");
    assert.match(notes("behalf"), /made the call on the principal's behalf/);
    assert.match(notes("service"), /for itself, not for a user/);
    assert.match(notes("serviceEvent"), /it is no API call/);
    assert.doesNotMatch(notes("serviceEvent"), /behalf/);
    assert.match(notes("role"), /requestParameters are absent/);
    assert.match(notes("user"), /user agent .* can be forged/);
    assert.match(notes("instance"), /LookupEvents\) never shows it/);
    assert.match(notes("crossAccount"), /sharedEventID joins this record with that of another account/);
    assert.match(notes("crossAccount"), /access across accounts/);
    assert.match(notes("signIn"), /console sign-in without MFA/);
    assert.doesNotMatch(notes("failedSignIn"), /sign-in without MFA/);
    assert.match(notes("failedSignIn"), /people type their password there/);
    assert.match(notes("insight"), /a statistic, not a call/);
    assert.match(notes("noRecord"), /left out of the explanation: record/);
  });

  it("lists the fields that matter with their path, and leaves absent ones out", () => {
    const { fields, evidence } = explainEvent(records.user);
    const at = (path: string) => fields.find((field) => field.path === path);
    assert.deepEqual(at("userIdentity.arn"), {
      name: "arn",
      path: "userIdentity.arn",
      value: "arn:aws:iam::111122223333:user/alice",
      note: "the principal",
    });
    assert.equal(at("requestParameters.policyArn")?.value, "arn:aws:iam::aws:policy/AdministratorAccess");
    assert.equal(at("sourceIPAddress")?.value, "192.0.2.7");
    assert.equal(at("eventTime")?.value, "2026-01-31T12:00:00Z");
    assert.equal(at("errorCode"), undefined);
    assert.deepEqual(evidence, ["AttachUserPolicy@0"]);
    assert.deepEqual(explainEvent(records.empty).evidence, []);
  });

  it("hides secrets unless told otherwise", () => {
    const event = call("rds:CreateDBInstance", by.user("alice"), {
      requestParameters: { dBInstanceIdentifier: "db", masterUserPassword: "hunter2" },
    });
    assert.doesNotMatch(JSON.stringify(explainEvent(event)), /hunter2/);
    assert.match(JSON.stringify(explainEvent(event, { redacted: false })), /hunter2/);
  });

  it("calls nobody an account, and leaves out an address that isn't there", () => {
    const anonymous = { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
    const { paragraph, notes } = explainEvent(call("s3:ListBuckets", anonymous, { sourceIPAddress: "" }));
    assert.equal(
      paragraph,
      `${AT} somebody who signed nothing (an anonymous request) listed the buckets (ListBuckets of s3.amazonaws.com in us-east-1). The request was made with the AWS CLI 2.15.30. It succeeded.`,
    );
    assert.ok(!notes.some((note) => /across accounts/.test(note)));
  });

  it("says how an encoded refusal is read", () => {
    const notes = (event: Parameters<typeof explainEvent>[0]) =>
      explainEvent(event).notes.filter((note) => note.includes("decode-authorization-message"));
    assert.equal(notes(records.encoded).length, 1);
    assert.deepEqual(notes(records.role), []);
  });

  it("bears records of any shape", () => {
    const values: unknown[] = [null, 7, "x", [], [[]], {}, { a: { b: [1, null] } }, "\u0000\u001b[31m"];
    const names = [
      "userIdentity",
      "requestParameters",
      "errorCode",
      "errorMessage",
      "userAgent",
      "sourceIPAddress",
      "eventTime",
      "eventName",
      "insightDetails",
      "additionalEventData",
      "unparsed",
      "__proto__",
    ];
    for (const name of names)
      for (const value of values)
        for (const eventType of ["AwsApiCall", "AwsCloudTrailInsight", 5]) {
          const record = JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as object;
          const explanation = explainEvent(parseEvent({ ...record, eventType }));
          assert.ok(explanation.paragraph.length > 0);
          assert.ok(explanationText(explanation).length > 0);
        }
    let deep: unknown = "end";
    for (let depth = 0; depth < 5000; depth++) deep = { deep };
    assert.ok(explainEvent(parseEvent({ eventName: "X", requestParameters: { deep } })).fields.length > 0);
  });

  it("shows no more values than a person reads, and says how many are left", () => {
    const requestParameters = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`key${n}`, "v"]));
    const { fields } = explainEvent(call("x:Y", by.user("alice"), { requestParameters }));
    const shown = fields.filter(({ path }) => path.startsWith("requestParameters"));
    assert.equal(shown.length, 25);
    assert.equal(shown.at(-1)?.value, "6 more values, to be seen in the record");
  });
});

describe("an explanation for the terminal", () => {
  it("fits the width, and lets no control character through", () => {
    const event = call("iam:CreateUser", by.user("alice"), {
      userAgent: "evil\u001b]0;title\u0007 agent",
      requestParameters: { userName: `x\u001b[2J${"very-long-".repeat(30)}`, path: "/" },
    });
    for (const width of [30, 60, 80, 120]) {
      const text = explanationText(explainEvent(event), { width });
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/);
      for (const line of text.split("\n")) assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
    }
  });

  it("colours only when asked to", () => {
    const explanation = explainEvent(records.user);
    assert.ok(!explanationText(explanation).includes("\u001b"));
    assert.ok(
      explanationText(explanation, { colour: true }).includes("\u001b[1mThe fields that matter\u001b[0m"),
    );
  });
});

describe("the tool behind a user agent", () => {
  const cases: [agent: string, name: string, kind: string][] = [
    ["aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1", "the AWS CLI 2.15.30", "cli"],
    ["[Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0]", "the AWS SDK for Python (Boto3) 1.34.0", "sdk"],
    [
      "APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io) aws-sdk-go-v2/1.30.0",
      "Terraform 1.9.0",
      "infrastructure-as-code",
    ],
    ["APN/1.0 Pulumi/1.0 PulumiAWS/7.48.0 aws-sdk-go-v2/1.30.0", "Pulumi", "infrastructure-as-code"],
    ["aws-sdk-js/3.600.0 ua/2.1 os/linux#6.1 lang/js", "the AWS SDK for JavaScript 3.600.0", "sdk"],
    ["console.amazonaws.com", "the AWS console", "console"],
    ["signin.amazonaws.com", "the AWS console", "console"],
    ["AWSConsole, aws-sdk-java/1.11 Linux/5.4", "the AWS console", "console"],
    ["EC2ConsoleBackend, aws-sdk-java/Linux", "the AWS console", "console"],
    ["cloudformation.amazonaws.com", "an AWS service (cloudformation.amazonaws.com)", "service"],
    ["AWS Internal", "an AWS service (AWS Internal)", "service"],
    ["Mozilla/5.0 (X11; Linux x86_64)", "a web browser", "browser"],
    ["nikto", "a program that calls itself “nikto”", "other"],
  ];
  for (const [agent, name, kind] of cases)
    it(`${agent} is ${name}`, () => assert.deepEqual(toolOf(agent), { name, kind }));

  it("nothing is said where there is nothing", () => {
    for (const agent of [undefined, "", "-", "[]"]) assert.equal(toolOf(agent), undefined);
  });
});
