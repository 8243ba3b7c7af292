import { FlowLog, NetworkReader, SecurityGroup } from "./accountClients";
import { RegionNetworks } from "./accountFacts";
import { Fact, mapFact, readFact } from "./fact";
import { readPages } from "./readPages";

const PAGE = 1000;

/** Security groups, VPCs and flow logs of a Region; each by its own call, so that one refusal hides nothing else. */
export async function readNetworks(ec2: NetworkReader, region: string): Promise<RegionNetworks> {
  const list = <T>(
    operation: string,
    ask: (input: {
      NextToken?: string;
      MaxResults: number;
    }) => Promise<{ items: T[] | undefined; next?: string }>,
  ): Promise<Fact<readonly T[]>> => {
    const call = `ec2:${operation} in ${region}`;
    return readFact(call, () =>
      readPages(call, async (NextToken) => {
        const { items, next } = await ask({
          MaxResults: PAGE,
          ...(NextToken !== undefined && { NextToken }),
        });
        return { items, next };
      }),
    );
  };
  const [securityGroups, vpcs, flowLogs] = await Promise.all([
    list<SecurityGroup>("DescribeSecurityGroups", async (input) => {
      const { SecurityGroups: items, NextToken: next } = await ec2.describeSecurityGroups(input);
      return { items, ...(next !== undefined && { next }) };
    }),
    list<{ VpcId?: string }>("DescribeVpcs", async (input) => {
      const { Vpcs: items, NextToken: next } = await ec2.describeVpcs(input);
      return { items, ...(next !== undefined && { next }) };
    }),
    list<FlowLog>("DescribeFlowLogs", async (input) => {
      const { FlowLogs: items, NextToken: next } = await ec2.describeFlowLogs(input);
      return { items, ...(next !== undefined && { next }) };
    }),
  ]);
  return {
    region,
    securityGroups,
    vpcs: mapFact(vpcs, (all) => all.flatMap(({ VpcId }) => VpcId ?? [])),
    flowLogs,
  };
}
