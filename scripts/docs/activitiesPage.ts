import { readdirSync } from "node:fs";
import { join } from "node:path";
import { activities, type Activity, type ExpectedEvent, type World } from "../../harness";
import { code, page, table } from "./markdown";
import { readConstantComments } from "./sourceComments";

/** `docs/activities.md`: what a run does, and which events it must find again. */
export function activitiesPage(root: string): string {
  const folder = join(root, "harness", "activities");
  const comments = readConstantComments(readdirSync(folder).map((name) => join(folder, name)));
  return page("Activities", "`harness/activities/`", [
    comments.get("activities") ?? "",
    "The operator is whoever started the run; the newcomer and the auditor are IAM users that the run makes and removes.",
    ...activities.flatMap((activity) => section(activity, comments)),
  ]);
}

function section(activity: Activity, comments: Map<string, string>): string[] {
  const events = activity.expects(world);
  return [
    `## ${activity.id}`,
    comments.get(constantOf(activity.id)) ?? "",
    `It ${activity.does}. ${activity.undo ? "Undone after the checks." : "It leaves nothing to undo."}`,
    table(["event", "source", "by", "outcome"], distinct(events.map(row))),
  ];
}

function row({ eventName, eventSource, user, errorCode }: ExpectedEvent): string[] {
  return [
    code(eventName),
    code(eventSource),
    user ?? "the operator",
    errorCode ? code(errorCode.source.replace(/^\^/, "")) : "success",
  ];
}

/** Equal rows as one, with their number. */
function distinct(rows: string[][]): string[][] {
  const counts = new Map<string, number>();
  for (const one of rows) counts.set(one.join("\n"), (counts.get(one.join("\n")) ?? 0) + 1);
  return [...counts].map(([joined, count]) => {
    const [event = "", ...others] = joined.split("\n");
    return [count > 1 ? `${event}, ${count} times` : event, ...others];
  });
}

function constantOf(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** As much of a world as expectations look at. */
const world = {
  partition: "",
  trailName: "",
  bucketName: "",
  names: { newcomer: "the newcomer", auditor: "the auditor" },
} as World;
