import { labParts, labRows, type LabPart } from "./labRows";
import { code, page, table } from "./markdown";

/** `docs/labs.md`: the labs' commands beside ours. */
export function labsPage(): string {
  return page("The labs' commands, and ours", "`scripts/docs/labRows.ts`", [
    "Every `aws` and `awslocal` command and every script of the two labs that this project began with, in their order. Each of ours is run by `tests/integration/cli/labs.spec.ts`, in a sandbox where the lab's stack is up and somebody has been at work.",
    ...(Object.keys(labParts) as LabPart[]).flatMap((part) => [
      `## ${labParts[part]}`,
      table(
        ["the lab", "ours", "what ours adds"],
        labRows
          .filter((row) => row.part === part)
          .map(({ theirs, ours, adds }) => [code(theirs), code(ours), adds]),
      ),
    ]),
  ]);
}
