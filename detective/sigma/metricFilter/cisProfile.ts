const UNNEEDED_RIGHTS =
  '($.errorCode = "*UnauthorizedOperation") || (($.errorCode = "AccessDenied*") && ' +
  '($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket"))';

// A record that does not say whether MFA was used counts as one that says it was not.
const SIGN_IN_WITHOUT_MFA =
  '($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes" || ' +
  "$.additionalEventData.MFAUsed NOT EXISTS) && ($.eventSource = signin.amazonaws.com) && " +
  '($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success")';

const ROOT_USE =
  '($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent")';

const FAILED_SIGN_IN =
  "($.eventSource = signin.amazonaws.com) && ($.eventName = ConsoleLogin) && " +
  '(($.errorMessage = "Failed authentication") || ($.responseElements.ConsoleLogin = "Failure"))';

/**
 * Metric filters for the monitoring controls of the CIS AWS Foundations Benchmark, by their number: 4.1 to 4.15 of v3 to
 * v5, 5.1 to 5.15 of v6 and v7. Each says what the rule with its tag (`cis.v3.4.5`) says, and the changes are those that
 * were made: a call that failed counts in 1 and 6 only.
 *
 * The order of the names, and where quotes stand, is what the regular expressions of scanners ask for (Prowler and
 * Steampipe); those of 15 repeat some names because the two want them in different orders.
 */
export const CIS_PROFILE: Readonly<Record<string, string>> = {
  1: `{ ${UNNEEDED_RIGHTS} }`,
  2: `{ ${SIGN_IN_WITHOUT_MFA} }`,
  3: `{ ${ROOT_USE} }`,
  4: changes(
    "iam",
    "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy",
    "DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy",
    "DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
  ),
  5: changes("cloudtrail", "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
  6: `{ ${FAILED_SIGN_IN} }`,
  7: changes("kms", "DisableKey ScheduleKeyDeletion"),
  8: changes(
    "s3",
    "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketLifecycleConfiguration",
    "PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
  ),
  9: changes(
    "config",
    "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
  ),
  10: changes(
    "ec2",
    "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules",
  ),
  11: changes(
    "ec2",
    "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
  ),
  12: changes(
    "ec2",
    "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway",
    "DeleteInternetGateway DetachInternetGateway",
  ),
  13: changes(
    "ec2",
    "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute",
    "DisassociateRouteTable",
  ),
  14: changes(
    "ec2",
    "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc",
    "DisableVpcClassicLink EnableVpcClassicLink",
  ),
  15: changes(
    "organizations",
    "AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit",
    "CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy",
    "DisablePolicyType EnableAllFeatures EnablePolicyType InviteAccountToOrganization LeaveOrganization",
    "DetachPolicy DisablePolicyType MoveAccount RemoveAccountFromOrganization UpdatePolicy",
    "UpdateOrganizationalUnit UpdatePolicy",
  ),
};

function changes(service: string, ...names: string[]): string {
  const calls = names
    .join(" ")
    .split(" ")
    .map((name) => `($.eventName = ${name})`);
  return `{ ($.eventSource = ${service}.amazonaws.com) && (${calls.join(" || ")}) && ($.errorCode NOT EXISTS) }`;
}
