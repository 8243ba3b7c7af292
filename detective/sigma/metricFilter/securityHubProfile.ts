/**
 * Metric filters that Security Hub's controls CloudWatch.1 to CloudWatch.14 accept: it compares them with the text that
 * AWS prescribes, so not a blank may differ, and they count calls that failed, too.
 *
 * By the number of the CIS control as in `CIS_PROFILE`; Security Hub has 3 as CloudWatch.1, 1 as CloudWatch.2, 2 as
 * CloudWatch.3, the others under their own number, and nothing for 15.
 *
 * Source: docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const SECURITY_HUB_PROFILE: Readonly<Record<string, string>> = {
  1: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  2: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  3: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  4: calls(
    "iam",
    "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy",
    "DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy",
    "DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
  ),
  5: calls("", "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
  6: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  7: calls("kms", "DisableKey ScheduleKeyDeletion"),
  8: calls(
    "s3",
    "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy",
    "DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
  ),
  9: calls(
    "config",
    "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
  ),
  10: calls(
    "",
    "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup",
  ),
  11: calls(
    "",
    "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
  ),
  12: calls(
    "",
    "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway",
    "DeleteInternetGateway DetachInternetGateway",
  ),
  13: calls(
    "ec2",
    "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute",
    "DisassociateRouteTable",
  ),
  14: calls(
    "",
    "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc",
    "DisableVpcClassicLink EnableVpcClassicLink",
  ),
};

function calls(service: string, ...names: string[]): string {
  const list = names
    .join(" ")
    .split(" ")
    .map((name) => `($.eventName=${name})`)
    .join(" || ");
  return service === "" ? `{${list}}` : `{($.eventSource=${service}.amazonaws.com) && (${list})}`;
}
