import { AccountFacts, Recording } from "../accountFacts";
import { Check } from "../check";
import { managementSelection } from "../eventSelection";
import { Findings } from "../findings";
import { awsPage, cloudTrailPage } from "../reference";

export const extraCopies: Check<AccountFacts> = {
  id: "extra-copies",
  title: "No Region's management events are recorded, and paid for, twice",
  pillar: "detection",
  weight: 0,
  why: "The first copy of a Region's management events is free; each further one costs $2.00 per 100,000 events, also that of an account's own trail beside its organization's.",
  reads: ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"],
  references: [
    cloudTrailPage("Managing CloudTrail trail costs", "cloudtrail-trail-manage-costs"),
    awsPage("Creating multiple trails", "awscloudtrail/latest/userguide/create-multiple-trails.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    for (const { region, trails } of facts.visible) {
      if (trails.state === "unreadable") findings.doubt(`could not be read: ${trails.error} (${region})`);
    }
    if (facts.visible.length === 0) findings.doubt("no Region was looked at");
    const copies = new Map<string, string[]>();
    for (const region of facts.regions) {
      for (const access of ["read", "write"] as const) {
        const { surely, perhaps } = recorders(facts.recordings, region, access);
        const names = surely.map(({ trail }) => nameOf(trail.name, trail.IsOrganizationTrail)).join(" and ");
        if (surely.length > 1) copies.set(names, [...new Set([...(copies.get(names) ?? []), region])]);
        else if (surely.length + perhaps.length > 1) {
          findings.doubt(
            `cannot tell whether ${perhaps.map(({ trail }) => trail.name).join(", ")} records ${region} too`,
          );
        }
      }
    }
    for (const [names, regions] of copies)
      findings.problem(`${names} record the same events of ${regions.join(", ")}`);
    const logging = facts.recordings.filter(
      ({ status }) => status.state === "value" && status.value.IsLogging,
    );
    findings.fact(`${facts.recordings.length} trails were found, ${logging.length} of them logging`);
    return findings.verdict({
      say: "Let one trail record management events, and keep them out of the others' selectors; the command replaces all selectors of a trail.",
      command: `aws cloudtrail put-event-selectors --trail-name <the other trail> --region <home region> --advanced-event-selectors '[{"Name":"s3","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]}]}]'`,
      pulumi: [
        'new AuditTrail("objects", {',
        '  trailName: "<the other trail>",',
        '  managementEvents: { access: "none" },',
        '  dataEvents: [{ service: "s3" }],',
        "});",
      ].join("\n"),
    });
  },
};

/** Trails that record the Region's events of this access, and those of which it isn't known. */
function recorders(
  recordings: readonly Recording[],
  region: string,
  access: "read" | "write",
): { surely: Recording[]; perhaps: Recording[] } {
  const surely: Recording[] = [];
  const perhaps: Recording[] = [];
  for (const recording of recordings) {
    const { trail, status, selectors } = recording;
    if (trail.IsMultiRegionTrail !== true && trail.region !== region) continue;
    if (status.state === "value" && status.value.IsLogging !== true) continue;
    const selected = selectors.state === "value" ? managementSelection(selectors.value) : undefined;
    if (status.state !== "value" || !selected) perhaps.push(recording);
    else if (selected[access]) surely.push(recording);
  }
  return { surely, perhaps };
}

function nameOf(name: string, organization: boolean | undefined): string {
  return organization ? `${name} (the organization's)` : name;
}
