import { PublicAccessBlock } from "./clients";

/** The calls that read the account itself: who is in it, and how its networks stand. */

export interface CallerReader {
  getCallerIdentity(input: object): Promise<{ Account?: string; Arn?: string; UserId?: string }>;
}

export interface AccountBlockReader {
  getPublicAccessBlock(input: {
    AccountId: string;
  }): Promise<{ PublicAccessBlockConfiguration?: PublicAccessBlock }>;
}

export interface AuthorizationDetails {
  UserDetailList?: {
    UserName?: string;
    Arn?: string;
    UserPolicyList?: { PolicyName?: string; PolicyDocument?: string }[];
    AttachedManagedPolicies?: { PolicyName?: string; PolicyArn?: string }[];
  }[];
  Policies?: {
    Arn?: string;
    DefaultVersionId?: string;
    PolicyVersionList?: { Document?: string; VersionId?: string; IsDefaultVersion?: boolean }[];
  }[];
  IsTruncated?: boolean;
  Marker?: string;
}

export interface IamReader {
  getAccountSummary(input: object): Promise<{ SummaryMap?: Record<string, number> }>;
  generateCredentialReport(input: object): Promise<{ State?: string }>;
  getCredentialReport(input: object): Promise<{ Content?: Uint8Array }>;
  getAccountAuthorizationDetails(input: {
    Filter: ("User" | "AWSManagedPolicy" | "LocalManagedPolicy")[];
    Marker?: string;
  }): Promise<AuthorizationDetails>;
  getRole(input: {
    RoleName: string;
  }): Promise<{ Role: { Arn: string | undefined; AssumeRolePolicyDocument?: string } | undefined }>;
  listRolePolicies(input: {
    RoleName: string;
    Marker?: string;
  }): Promise<{ PolicyNames: string[] | undefined; IsTruncated?: boolean; Marker?: string }>;
  getRolePolicy(input: {
    RoleName: string;
    PolicyName: string;
  }): Promise<{ PolicyDocument: string | undefined }>;
  listAttachedRolePolicies(input: { RoleName: string; Marker?: string }): Promise<{
    AttachedPolicies?: { PolicyName?: string; PolicyArn?: string }[];
    IsTruncated?: boolean;
    Marker?: string;
  }>;
  getPolicy(input: { PolicyArn: string }): Promise<{ Policy?: { DefaultVersionId?: string } }>;
  getPolicyVersion(input: {
    PolicyArn: string;
    VersionId: string;
  }): Promise<{ PolicyVersion?: { Document?: string } }>;
}

export interface IpPermission {
  /** tcp, udp, icmp, a protocol's number, or -1 for all. */
  IpProtocol?: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges?: { CidrIp?: string }[];
  Ipv6Ranges?: { CidrIpv6?: string }[];
  PrefixListIds?: { PrefixListId?: string }[];
  UserIdGroupPairs?: { GroupId?: string }[];
}

export interface SecurityGroup {
  GroupId?: string;
  GroupName?: string;
  VpcId?: string;
  IpPermissions?: IpPermission[];
  IpPermissionsEgress?: IpPermission[];
}

export interface FlowLog {
  ResourceId?: string;
  /** ACTIVE, or another word while it doesn't work. */
  FlowLogStatus?: string;
  /** SUCCESS, FAILED; absent until something was delivered. */
  DeliverLogsStatus?: string;
  DeliverLogsErrorMessage?: string;
  /** ACCEPT, REJECT, ALL. */
  TrafficType?: string;
}

export interface NetworkReader {
  /** The Regions that are enabled for the account. */
  describeRegions(input: object): Promise<{ Regions?: { RegionName?: string }[] }>;
  describeSecurityGroups(input: {
    NextToken?: string;
    MaxResults?: number;
  }): Promise<{ SecurityGroups?: SecurityGroup[]; NextToken?: string }>;
  describeVpcs(input: {
    NextToken?: string;
    MaxResults?: number;
  }): Promise<{ Vpcs?: { VpcId?: string; IsDefault?: boolean }[]; NextToken?: string }>;
  describeFlowLogs(input: {
    NextToken?: string;
    MaxResults?: number;
  }): Promise<{ FlowLogs?: FlowLog[]; NextToken?: string }>;
}
