import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JsonObject } from "../../../../../detective/json";
import { filterMatches } from "../../../../../detective/patterns/filterPattern";
import { readCases } from "../../../../../detective/sigma/cases/readCases";
import { loadRules } from "../../../../../detective/sigma/load/loadRules";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";
import { CIS_PROFILE } from "../../../../../detective/sigma/metricFilter/cisProfile";
import { SECURITY_HUB_PROFILE } from "../../../../../detective/sigma/metricFilter/securityHubProfile";

const NUMBERS = Array.from({ length: 15 }, (_, index) => String(index + 1));

/** The names of each control's calls, in the order in which Steampipe's and Prowler's expressions have them. */
const NAMES: Readonly<Record<string, string>> = {
  4: "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
  5: "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging",
  7: "DisableKey ScheduleKeyDeletion",
  8: "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
  9: "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
  10: "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup",
  11: "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation",
  12: "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway",
  13: "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable",
  14: "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink",
};
const SOURCES: Readonly<Record<string, string>> = { 7: "kms", 8: "s3", 9: "config", 15: "organizations" };

function inOrder(number: string, quote: string, names = NAMES[number]!): RegExp {
  const source = SOURCES[number]
    ? `\\$\\.eventSource\\s*=\\s*${quote}${SOURCES[number]}.amazonaws.com.+`
    : "";
  const calls = names.split(" ").map((name) => `\\$\\.eventName\\s*=\\s*${quote}${name}`);
  return new RegExp(source + calls.join(".+"), "s");
}

/** Source: github.com/turbot/steampipe-mod-aws-compliance, conformance_pack/cloudwatch.pp (log_metric_filter_*). */
function steampipe(number: string): RegExp {
  switch (number) {
    case "1":
      return /\$\.errorCode\s*=\s*"\*UnauthorizedOperation".+\$\.errorCode\s*=\s*"AccessDenied\*".+\$\.sourceIPAddress\s*!=\s*"delivery.logs.amazonaws.com".+\$\.eventName\s*!=\s*"HeadBucket"/;
    case "2":
      return /\(\s*\$\.eventName\s*=\s*"ConsoleLogin"\)\s+&&\s+\(\s*\$.additionalEventData\.MFAUsed\s*!=\s*"Yes"/;
    case "3":
      return /\s*\$\.userIdentity\.type\s*=\s*"Root".+\$\.userIdentity\.invokedBy NOT EXISTS.+\$\.eventType\s*!=\s*"AwsServiceEvent"/;
    case "6":
      return /\s*\$\.eventName\s*=\s*ConsoleLogin.+\$\.errorMessage\s*=\s*"Failed authentication"/;
    case "10":
      return inOrder(number, "", `${NAMES[10]} ModifySecurityGroupRules`);
    case "15": {
      const names =
        "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit";
      const calls = names.split(" ").map((name) => `\\$\\.eventName\\s*=\\s*"?${name}"?`);
      return new RegExp(`\\s*\\$\\.eventSource\\s*=\\s*organizations.amazonaws.com.+${calls.join(".+")}`);
    }
    default:
      return inOrder(number, "");
  }
}

const PROWLER_ORGANIZATIONS =
  "AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy EnableAllFeatures EnablePolicyType InviteAccountToOrganization LeaveOrganization DetachPolicy DisablePolicyType MoveAccount RemoveAccountFromOrganization UpdateOrganizationalUnit UpdatePolicy";

/** Source: github.com/prowler-cloud/prowler, services/cloudwatch/cloudwatch_{log_metric_filter,changes_to}_* of 3 to 5. */
function prowler(number: string): RegExp {
  switch (number) {
    case "1":
      return /\$\.errorCode\s*=\s*.?\*UnauthorizedOperation.+\$\.errorCode\s*=\s*.?AccessDenied\*.?/;
    case "2":
      return /\$\.eventName\s*=\s*.?ConsoleLogin.+\$\.additionalEventData\.MFAUsed\s*!=\s*.?Yes.?/;
    case "3":
      return /\$\.userIdentity\.type\s*=\s*.?Root.+\$\.userIdentity\.invokedBy NOT EXISTS.+\$\.eventType\s*!=\s*.?AwsServiceEvent.?/;
    case "6":
      return /\$\.eventName\s*=\s*.?ConsoleLogin.+\$\.errorMessage\s*=\s*.?Failed authentication.?/;
    case "13":
      return new RegExp(
        `\\$\\.eventSource\\s*=\\s*.?ec2.amazonaws.com.+${inOrder(number, ".?").source}`,
        "s",
      );
    case "15":
      return inOrder(number, ".?", PROWLER_ORGANIZATIONS);
    default:
      return inOrder(number, ".?");
  }
}

/** The same of Prowler's later editions: every name, in whatever order. Source: lib/metric_filters.py there. */
function prowlerAnyOrder(number: string): RegExp {
  const names = number === "15" ? PROWLER_ORGANIZATIONS : (NAMES[number] ?? "");
  const source = { ...SOURCES, 13: "ec2" }[number];
  const parts = [
    ...(source ? [`(?=.*\\$\\.eventSource\\s*=\\s*.?${source}\\.amazonaws\\.com)`] : []),
    ...names.split(" ").map((name) => `(?=.*\\$\\.eventName\\s*=\\s*.?${name}\\b)`),
  ];
  return names === "" ? prowler(number) : new RegExp(parts.join(""), "s");
}

describe("CIS_PROFILE", () => {
  it("has the fifteen controls, none too long", () => {
    assert.deepEqual(Object.keys(CIS_PROFILE), NUMBERS);
    for (const pattern of Object.values(CIS_PROFILE)) assert.ok(pattern.length <= 1024, pattern);
  });

  for (const number of NUMBERS) {
    it(`${number}: scanners find it`, () => {
      assert.match(CIS_PROFILE[number]!, steampipe(number));
      assert.match(CIS_PROFILE[number]!, prowler(number));
      assert.match(CIS_PROFILE[number]!, prowlerAnyOrder(number));
    });
  }

  it("says the same as the rule of each control, of every record that the rule is tried on", async () => {
    const folder = join(__dirname, "../../../../../rules/cis");
    const { rules } = await loadRules([folder]);
    const tried: string[] = [];
    for (const rule of rules) {
      const number = rule.tags.map((tag) => /^cis\.v3\.4\.(\d+)$/.exec(tag)?.[1]).find(Boolean);
      if (number === undefined) continue;
      const file = rule.at.file.replace(/\.yml$/, ".cases.yml");
      const matcher = compileRules([rule]);
      const answers = readCases(readFileSync(file, "utf8"), file).flatMap(({ records }) => records);
      for (const record of answers as JsonObject[]) {
        const wanted = matcher.match(record).length > 0 ? "yes" : "no";
        assert.equal(
          filterMatches(CIS_PROFILE[number]!, record),
          wanted,
          `${number}: ${JSON.stringify(record)}`,
        );
      }
      tried.push(number);
    }
    assert.deepEqual(
      tried.sort((a, b) => Number(a) - Number(b)),
      NUMBERS,
    );
  });
});

describe("SECURITY_HUB_PROFILE", () => {
  it("is AWS's text to the letter", () => {
    assert.deepEqual(Object.keys(SECURITY_HUB_PROFILE), NUMBERS.slice(0, 14));
    assert.equal(
      SECURITY_HUB_PROFILE[3],
      '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    );
    assert.equal(
      SECURITY_HUB_PROFILE[1],
      '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    );
    assert.equal(
      SECURITY_HUB_PROFILE[5],
      "{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}",
    );
    assert.equal(
      SECURITY_HUB_PROFILE[7],
      "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}",
    );
    for (const number of Object.keys(NAMES)) assert.match(SECURITY_HUB_PROFILE[number]!, inOrder(number, ""));
  });

  it("counts what the control is about", () => {
    const record = { eventSource: "kms.amazonaws.com", eventName: "DisableKey", errorCode: "AccessDenied" };
    assert.equal(filterMatches(SECURITY_HUB_PROFILE[7]!, record), "yes");
    assert.equal(filterMatches(SECURITY_HUB_PROFILE[1]!, record), "yes");
    assert.equal(filterMatches(SECURITY_HUB_PROFILE[5]!, record), "no");
  });
});
