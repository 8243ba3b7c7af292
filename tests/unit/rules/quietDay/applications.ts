import { UserIdentity } from "../../../../detective/event";
import { Fields, by, call, denied, objectCall } from "../../../support/records";
import { HOUR, NAT, balancer, orders, web, worker } from "./cast";

/** Programs at work, all day. */
export function applications(): object[] {
  const from = (who: UserIdentity, n: number, sourceIPAddress = NAT): Fields => ({
    at: -4 * HOUR + n,
    sourceIPAddress,
    userAgent:
      who === orders
        ? "aws-sdk-nodejs/3.920.0 exec-env/AWS_Lambda_nodejs22.x"
        : "aws-sdk-java/2.37.0 os/linux",
  });
  return [
    ...Array.from({ length: 120 }, (_, n) =>
      objectCall("GetObject", web, "acme-shop-assets", `img/${n}.png`, from(web, n * 120)),
    ),
    ...Array.from({ length: 60 }, (_, n) =>
      objectCall("PutObject", worker, "acme-order-exports", `2026/11/21/${n}.csv`, from(worker, n * 300)),
    ),
    ...Array.from({ length: 12 }, (_, n) => call("ssm:UpdateInstanceInformation", web, from(web, n * 300))),
    ...Array.from({ length: 3 }, (_, n) =>
      call("secretsmanager:GetSecretValue", web, {
        ...from(web, n),
        requestParameters: { secretId: "orders/database" },
      }),
    ),
    call("ssm:GetParametersByPath", web, {
      ...from(web, 5),
      requestParameters: { path: "/orders", withDecryption: true },
    }),
    call("sts:GetCallerIdentity", web, from(web, 6)),
    ...Array.from({ length: 30 }, (_, n) => denied("cloudwatch:PutMetricData", worker, from(worker, n * 60))),
    ...Array.from({ length: 40 }, (_, n) =>
      call("kms:Decrypt", orders, {
        ...from(orders, n * 60, `198.51.100.${30 + (n % 3)}`),
        requestParameters: { encryptionAlgorithm: "SYMMETRIC_DEFAULT" },
      }),
    ),
    ...Array.from({ length: 10 }, (_, n) =>
      call("secretsmanager:GetSecretValue", orders, {
        ...from(orders, n * 600, `198.51.100.${30 + (n % 3)}`),
        requestParameters: { secretId: "orders/database" },
      }),
    ),
    // The cluster's controller keeps load balancers.
    ...Array.from({ length: 30 }, (_, n) =>
      call(
        ["ec2:DescribeSubnets", "elasticloadbalancing:DescribeTargetHealth", "ec2:DescribeSecurityGroups"][
          n % 3
        ]!,
        balancer,
        from(balancer, n * 30),
      ),
    ),
    call("ec2:AuthorizeSecurityGroupIngress", balancer, {
      ...from(balancer, 100),
      requestParameters: {
        groupId: "sg-0fedcba9876543210",
        ipPermissions: {
          items: [
            {
              ipProtocol: "tcp",
              fromPort: 30080,
              toPort: 30080,
              groups: { items: [{ groupId: "sg-0a1b2c3d4e5f60718" }] },
              ipRanges: {},
            },
          ],
        },
      },
    }),
    ...Array.from({ length: 5 }, (_, n) =>
      call("ses:SendRawEmail", by.user("ses-smtp", "AKIASESSMTP000000000"), {
        at: 2 * HOUR + n * 60,
        sourceIPAddress: NAT,
      }),
    ),
  ];
}
