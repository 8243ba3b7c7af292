/** EC2's resource types by the beginning of an id. Source: docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const TYPES: Readonly<Record<string, string>> = {
  i: "instance",
  vol: "volume",
  snap: "snapshot",
  ami: "image",
  sg: "security-group",
  sgr: "security-group-rule",
  subnet: "subnet",
  vpc: "vpc",
  eni: "network-interface",
  rtb: "route-table",
  igw: "internet-gateway",
  nat: "natgateway",
  acl: "network-acl",
  eipalloc: "elastic-ip",
  vpce: "vpc-endpoint",
  pcx: "vpc-peering-connection",
  lt: "launch-template",
  key: "key-pair",
  fl: "vpc-flow-log",
  dopt: "dhcp-options",
  tgw: "transit-gateway",
  "tgw-attach": "transit-gateway-attachment",
  "tgw-rtb": "transit-gateway-route-table",
  vgw: "vpn-gateway",
  cgw: "customer-gateway",
  vpn: "vpn-connection",
  pl: "prefix-list",
  cr: "capacity-reservation",
  sir: "spot-instances-request",
  fleet: "fleet",
  h: "dedicated-host",
};

/** The resource type of an EC2 id such as `i-0abc123def4567890`; undefined where it is none. */
export function ec2Type(id: string): string | undefined {
  const prefix = /^([a-z]+(?:-[a-z]+)?)-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.exec(id)?.[1];
  return prefix !== undefined && Object.hasOwn(TYPES, prefix) ? TYPES[prefix] : undefined;
}
