import { AuthorizationDetails, IamReader } from "./accountClients";
import { UserRights } from "./accountFacts";
import { Fact, readFact, unreadable, value } from "./fact";
import { Statement } from "./policy/document";
import { readPages } from "./readPages";
import { readIamPolicyText } from "./readPolicyText";

const CALL = "iam:GetAccountAuthorizationDetails";

/** Every user with the policies that are its own. */
export function readUsers(iam: IamReader): Promise<Fact<readonly UserRights[]>> {
  return readFact(CALL, async () => {
    const pages = await readPages<AuthorizationDetails>(CALL, async (Marker) => {
      const page = await iam.getAccountAuthorizationDetails({
        Filter: ["User", "LocalManagedPolicy", "AWSManagedPolicy"],
        ...(Marker !== undefined && { Marker }),
      });
      return { items: [page], next: page.IsTruncated ? page.Marker : undefined };
    });
    if (pages.state !== "value") return pages;
    const managed = new Map(
      pages.value.flatMap(({ Policies = [] }) => Policies).map((policy) => [policy.Arn, policy]),
    );
    const statementsOf = (arn = ""): Fact<readonly Statement[]> => {
      const versions = managed.get(arn)?.PolicyVersionList ?? [];
      const text = (versions.find(({ IsDefaultVersion }) => IsDefaultVersion) ?? versions[0])?.Document;
      return text === undefined
        ? unreadable(`${CALL}: the answer lacks policy ${arn}`)
        : readIamPolicyText(`${CALL} ${arn}`, text, "identity");
    };
    return value(
      pages.value
        .flatMap(({ UserDetailList = [] }) => UserDetailList)
        .map(({ UserName = "", Arn = "", UserPolicyList = [], AttachedManagedPolicies = [] }) => ({
          name: UserName,
          arn: Arn,
          policies: [
            ...AttachedManagedPolicies.map(({ PolicyName = "", PolicyArn }) => ({
              name: PolicyName,
              statements: statementsOf(PolicyArn),
            })),
            ...UserPolicyList.map(({ PolicyName = "", PolicyDocument = "" }) => ({
              name: PolicyName,
              statements: readIamPolicyText(`${CALL} ${PolicyName}`, PolicyDocument, "identity"),
            })),
          ],
        })),
    );
  });
}
