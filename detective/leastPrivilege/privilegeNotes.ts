import { CloudTrailEvent } from "../event";
import { Coverage } from "../source";
import { count } from "../wording";
import { NO_RESOURCE } from "./resourcesOfCall";
import { EvidencedStatement } from "./statements";

interface Derived {
  events: readonly CloudTrailEvent[];
  principals: readonly string[];
  statements: readonly EvidencedStatement[];
  mappingNotes: readonly string[];
  leftToServices: number;
  size: number;
  limit: number;
  policies: number;
  coverage: Coverage;
}

/** What a reader must know before using the policy. */
export function privilegeNotes(derived: Derived): string[] {
  const { events, principals, statements, mappingNotes, leftToServices, size, limit, policies, coverage } =
    derived;
  const wide = statements.flatMap((each) => each.wide);
  const all = [...new Set(wide.filter(({ why }) => why === NO_RESOURCE).map(({ action }) => action))].sort();
  const narrowable = wide.filter(({ why }) => why !== NO_RESOURCE);
  const vias = [...new Set(statements.flatMap(({ via }) => via ?? []))];
  const noPath = statements.some(({ resources }) =>
    resources.some((each) => /^arn:[^:]*:iam::\d*:(user|role|group)\/[^/*]+$/.test(each)),
  );
  return [
    ...(events.length === 0
      ? [
          "No call of this principal is among the records: the policy is empty, which does not mean that nothing is needed.",
        ]
      : []),
    ...(principals.length > 1
      ? [
          `The calls were made by ${principals.length} principals: ${shortList(principals)}. One policy for all of them gives each too much.`,
        ]
      : []),
    ...(principals.some((each) => /:root$/.test(each))
      ? ["The root user is bound by no policy: give the work to a role."]
      : []),
    ...(events.some(
      ({ managementEvent, eventCategory }) => managementEvent === false || eventCategory === "Data",
    )
      ? []
      : [
          "There are no data events among the records: s3:GetObject, dynamodb:GetItem, lambda:InvokeFunction and the like are missing from the policy even where they were used.",
        ]),
    ...coverage.gaps
      .filter(({ reason }) => reason !== "data-events")
      .map(({ detail }) => `Not covered: ${detail}`),
    "It holds what was used in the time that was read. What happens once a year, or only in an emergency, is not in it.",
    "No conditions are derived but iam:PassedToService and kms:ViaService; what resource policies, boundaries and organization policies allow or forbid is not considered.",
    ...(all.length > 0 ? [`* is all that IAM takes as the resource of ${shortList(all)}.`] : []),
    ...narrowable.map(
      ({ action, why }) => `Wider than the calls, to be narrowed by hand: ${action}: ${why}.`,
    ),
    ...(vias.length > 0
      ? [
          `${shortList(vias)} called on the principal's behalf: those permissions are in statements of their own, and can go where the service has a role of its own.`,
        ]
      : []),
    ...(leftToServices > 0
      ? [
          `${count(leftToServices, "call")} that AWS services made on the principal's behalf ${leftToServices === 1 ? "was" : "were"} left out.`,
        ]
      : []),
    ...(noPath
      ? [
          "Calls name IAM users, roles and groups without their path: where one has a path, its ARN in the policy needs it.",
        ]
      : []),
    ...mappingNotes,
    ...(policies > 1
      ? [
          `The policy has ${size} characters, and a managed policy takes ${limit}: it is divided into ${policies}. By default 10 policies can be attached to a principal.`,
        ]
      : []),
  ];
}

function shortList(items: readonly string[]): string {
  return items.length <= 5
    ? items.join(", ")
    : `${items.slice(0, 5).join(", ")} and ${items.length - 5} more`;
}
