import { AccountFacts, Recording } from "../accountFacts";
import { Check } from "../check";
import { managementSelection } from "../eventSelection";
import { Findings } from "../findings";
import { cis, cloudTrailPage } from "../reference";

export const regionsCovered: Check<AccountFacts> = {
  id: "regions-covered",
  title: "Every Region that is enabled is recorded by a trail that is logging",
  pillar: "detection",
  weight: 0,
  why: "Any one trail may do it, but a Region that none records is where an intruder works.",
  reads: [
    "ec2:DescribeRegions",
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:GetEventSelectors",
  ],
  references: [
    cis("4.1", "3.1"),
    cloudTrailPage("Multi-Region trails and opt-in Regions", "cloudtrail-multi-region-trails"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const enabled = findings.need(facts.enabledRegions);
    judgeBlindness(findings, facts);
    judgeRegions(findings, enabled ?? facts.regions, facts);
    return findings.verdict({
      say: "Make one trail record every Region, let it take all management events, and see that it is logging.",
      command: "aws cloudtrail update-trail --name <trail> --region <home region> --is-multi-region-trail",
      pulumi: 'new AuditTrail("audit", { trailName: "<trail>", singleRegion: false });',
    });
  },
};

type Coverage = "yes" | "no" | { doubt: string };

function judgeRegions(findings: Findings, regions: readonly string[], facts: AccountFacts): void {
  const covered = new Map<string, string[]>();
  const bare: string[] = [];
  for (const region of regions) {
    const answers = facts.recordings.map((recording) => ({
      recording,
      covers: covers(recording, region, facts),
    }));
    const by = answers.find((answer) => answer.covers === "yes");
    const doubts = answers.flatMap((answer) =>
      typeof answer.covers === "object" ? answer.covers.doubt : [],
    );
    if (by) covered.set(by.recording.trail.name, [...(covered.get(by.recording.trail.name) ?? []), region]);
    else if (doubts.length > 0) for (const doubt of doubts) findings.doubt(doubt);
    else if (facts.visible.every(({ trails }) => trails.state === "value")) bare.push(region);
    else findings.doubt(`cannot tell whether ${region} is recorded`);
  }
  if (bare.length > 0)
    findings.problem(`no trail that is logging records all management events of ${bare.join(", ")}`);
  for (const [name, list] of covered) findings.fact(`${name} records ${list.join(", ")}`);
}

function covers({ trail, status, selectors }: Recording, region: string, facts: AccountFacts): Coverage {
  if (trail.IsMultiRegionTrail !== true && trail.region !== region) return "no";
  if (status.state !== "value") return doubtOf(status);
  if (status.value.IsLogging !== true) return "no";
  if (selectors.state !== "value") return doubtOf(selectors);
  const selected = managementSelection(selectors.value);
  if (!selected) return { doubt: `${trail.name}: the selectors were answered as an empty list` };
  if (!selected.read || !selected.write) return "no";
  const shown = facts.visible.find((each) => each.region === region)?.trails;
  if (shown?.state === "value" && !shown.value.some(({ arn }) => arn === trail.arn)) {
    return { doubt: `${trail.name} says that it records every Region, but ${region} does not show it` };
  }
  return "yes";
}

function doubtOf(fact: Exclude<Recording["status"] | Recording["selectors"], { state: "value" }>): Coverage {
  return { doubt: fact.state === "absent" ? fact.why : `could not be read: ${fact.error}` };
}

function judgeBlindness(findings: Findings, { visible }: AccountFacts): void {
  for (const { region, trails } of visible) {
    if (trails.state === "unreadable")
      findings.fact(`${region} could not be asked for its trails: ${trails.error}`);
  }
}
