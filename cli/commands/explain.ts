import { explainEvent, explanationText, redact, type Explanation } from "../../detective";
import { askTrail, type Read } from "../askTrail";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { NoAnswerError } from "../noAnswerError";
import { outputOptions, type OutputOptions } from "../options/outputOptions";
import { trailOptions } from "../options/trailOptions";
import { readNote, reportOf } from "../output/answersDocument";
import { writeDocument } from "../output/writeDocument";
import { UsageError } from "../usageError";

export const explain: Command = {
  about:
    "Says in plain words who did what to what, when, from where, with what credentials, and how it ended; then the " +
    "fields that matter, and what is easily misread.",
  arguments: [{ name: "<event-id>", text: "the event's id, as every answer in JSON or CSV has it" }],
  options: [...trailOptions(), ...outputOptions()],
  examples: [
    {
      line: "audit-trail explain 0f4e1a9c-3a51-4c43-9c0e-0d2f7a3b5c11",
      does: "an event of the last 90 days in your Region, or where IAM is recorded",
    },
    {
      line: "audit-trail explain 0f4e1a9c-3a51-4c43-9c0e-0d2f7a3b5c11 --from ./logs --output md",
      does: "one of log files on disk, for a ticket",
    },
  ],
  async run(call) {
    const options = call.options as unknown as OutputOptions;
    const id = eventId(call.args[0] ?? "");
    const read = await askTrail(call, { where: { EventId: id }, max: 1 });
    const [event] = read.events;
    if (read.interrupted && event === undefined) return exitCode.interrupted;
    if (event === undefined) throw new NoAnswerError(notThere(id, read));
    const shown = options.showSecrets ? event : redact(event);
    const explanation = explainEvent(event, { redacted: options.showSecrets !== true });
    await writeDocument(call.io, options, {
      text: (look) => [explanationText(explanation, look), "", ...readNote(read, look.width)].join("\n"),
      json: () => ({ ...explanation, event: shown, coverage: read.coverage }),
      lines: () => [{ ...explanation, event: shown }],
      sheets: () => [sheet(explanation)],
      report: () => ({
        ...reportOf({ answers: [asAnswer(explanation, read)], events: read.events, now: call.io.now() }),
        notes: [explanation.paragraph, ...explanation.notes],
      }),
      coverage: read.coverage,
    });
    return exitCode.fine;
  },
};

function eventId(text: string): string {
  const id = text.trim().toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new UsageError(
    `${JSON.stringify(text.slice(0, 80))} is no event id: it looks like 0f4e1a9c-3a51-4c43-9c0e-0d2f7a3b5c11; find one with audit-trail lookup --output json`,
  );
}

function notThere(id: string, { coverage }: Read): string {
  const missing = coverage.gaps.filter(({ inherent }) => !inherent).map(({ detail }) => detail);
  const where = coverage.regions.length > 0 ? ` of ${coverage.regions.join(", ")}` : "";
  return [
    `no event ${id} in ${coverage.source}${where}: try --all-regions, or --from with the log files, which also hold data events and what is older than 90 days`,
    ...missing,
  ].join("\n");
}

function sheet({ fields, evidence }: Explanation) {
  return {
    columns: [],
    rows: fields.map(({ path, value, note = "" }) => ({ path, value, note })),
    evidence: fields.map(() => evidence),
  };
}

function asAnswer(explanation: Explanation, { coverage }: Read) {
  return {
    ...sheet(explanation),
    id: "explainEvent",
    title: explanation.title,
    columns: [
      { key: "path", title: "Field" },
      { key: "value", title: "Value" },
      { key: "note", title: "What it means", kind: "text" as const },
    ],
    items: explanation.fields,
    events: explanation.evidence,
    coverage,
  };
}
