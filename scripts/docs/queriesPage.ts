import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DAY_PARAMETERS, loadSavedQueries, type QueryParameter, type SavedQuery } from "../../detective";
import { code, page, plain, table } from "./markdown";

/** `docs/queries.md`: every saved query, with what it answers, its parameters and its text. */
export async function queriesPage(root: string): Promise<string> {
  const { queries, problems } = await loadSavedQueries();
  if (problems.length > 0) throw new Error(`${problems[0]!.file}: ${problems[0]!.problem}`);
  return page("The saved queries", "`queries/`", [
    `${queries.length} questions that investigators ask, over the view \`events\`. The same names, columns and texts work on log files (DuckDB) and on Athena; where one of them needs a text of its own, both are here.`,
    "```sh\naudit-trail query --list\naudit-trail query --name bucket-access --param bucket=my-bucket --from ./logs\naudit-trail query --name bucket-access --param bucket=my-bucket --from athena:audit-trail\n```",
    "Every query takes `from` and `to`, days of delivery, both inclusive (`--param from=2026-01-25`). A record is delivered some minutes after its call, so look one day further than you mean. Of files every day is asked where none is given; files that don't lie in CloudTrail's folders tell no day and are asked whatever the days. On Athena each day costs, so it is the last 7 days where none is given.",
    table(
      ["parameter", "kind", "default", ""],
      DAY_PARAMETERS.map(({ name, kind, about }) => [code(name), kind, "", about]),
    ),
    "A text is compared as it is; a list is written with commas between; a time is `2026-01-31T12:00Z`, and without a zone UTC. On Athena a record counts as often as it was delivered; of files it counts once, and `deliveries` has every copy.",
    "## All of them",
    table(
      ["query", "answers", "must be given", "ATT&CK"],
      queries.map(({ name, question, parameters, techniques }) => [
        `[${name}](#${name})`,
        question,
        parameters
          .filter((parameter) => parameter.default === undefined)
          .map((parameter) => code(parameter.name))
          .join(", "),
        techniques.join(", "),
      ]),
    ),
    "## Queries of your own",
    "`--queries DIR` reads files `name.sql` of a folder of yours besides these: a header as below, then one SELECT over `events` that says `:days` where the days belong. `name.athena.sql` (or `name.duckdb.sql`) beside it is asked there instead.",
    `\`\`\`sql\n${ownExample(root)}\`\`\``,
    "A parameter's kind is `text`, `integer` (a whole number from 0), `timestamp`, `day` or `list`; without `= default` a value must be given. Values are put in as literals and nothing else; what the two dialects read differently (comments in comments, `$` texts, texts with escapes) is refused, and so is more than one statement.",
    ...queries.flatMap(section),
  ]);
}

function section(query: SavedQuery): string[] {
  const { name, title, question, lookAt, techniques, parameters, texts } = query;
  const { duckdb, athena } = texts;
  const both = duckdb === athena;
  return [
    `## ${name}`,
    `**${plain(title)}.** ${plain(question)}`,
    `Look at: ${plain(lookAt)}${techniques.length > 0 ? ` (${techniques.join(", ")})` : ""}`,
    ...(parameters.length > 0
      ? [table(["parameter", "kind", "default", ""], parameters.map(parameterRow))]
      : []),
    ...(duckdb === undefined ? [] : [`${both ? "" : "Of files:\n\n"}${sql(duckdb)}`]),
    ...(athena === undefined || both ? [] : [`On Athena:\n\n${sql(athena)}`]),
  ];
}

function parameterRow({ name, kind, about, default: usual }: QueryParameter): string[] {
  const shown = usual === undefined ? "must be given" : usual === "" ? "empty" : code(usual);
  return [code(name), kind, shown, about];
}

function sql(text: string): string {
  return `\`\`\`sql\n${text.trim()}\n\`\`\``;
}

/** A query of ours shows how one is written. */
function ownExample(root: string): string {
  return readFileSync(join(root, "queries/access-key-activity.sql"), "utf8");
}
