import type { IntegritySummary } from "../../detective/integrity/evidence";
import type { WholeFile } from "../../detective/integrity/evidenceWriter";
import type { IntegrityFinding, IntegrityUnknown } from "../../detective/integrity/integrityFinding";
import { integrityText } from "../../detective/integrity/integrityText";
import type { Call } from "../command";
import type { ValidateCallOptions } from "../commands/validate";
import { write } from "../io";
import { look } from "../output/look";
import { Progress } from "../progress";
import { version } from "../version";
import { evidenceOutputs, shown, together } from "./evidenceOutputs";
import { validateSources, type Validating } from "./validateSources";

/** Validates, and writes what it finds in every form that was asked for, as it goes. */
export async function validateAndWrite(
  call: Call,
  options: ValidateCallOptions,
  { evidence, ...validating }: Omit<Validating, "progress"> & { evidence: WholeFile | undefined },
): Promise<IntegritySummary> {
  const { io, args, signal } = call;
  const { startTime, endTime } = validating.range;
  const head = {
    version: version(),
    made: new Date(io.now()).toISOString(),
    source: args[0] ?? "the account's trails",
    ...(startTime && { since: startTime.toISOString() }),
    ...(endTime && { until: endTime.toISOString() }),
  };
  const outputs = evidenceOutputs(call, options, evidence);
  const findings: IntegrityFinding[] = [];
  const unknowns: IntegrityUnknown[] = [];
  const counted = { findings: 0, unknowns: 0 };
  const sinks = [...outputs.map(({ sink }) => sink), shown(findings, unknowns, counted)];
  const progress = new Progress(io, "validating", options);
  let summary: IntegritySummary;
  for (const { text, write } of outputs) await write(text.begin(head));
  try {
    summary = await validateSources(call, options, { ...validating, progress }, together(sinks));
    progress.end("done");
  } catch (error) {
    progress.end("failed");
    if (!signal.aborted) throw error;
    // What was found until now is found; for all the rest there is no verdict.
    const says = `It was interrupted: nothing is said of what was not looked at yet${options.resume === undefined ? "" : `; --resume ${options.resume} goes on from here`}.`;
    await together(sinks).unknown({ kind: "interrupted", says });
    const verdict = counted.findings > 0 ? "invalid" : "unknown";
    summary = { verdict, chains: [], places: [], keys: [], ...counted };
  }
  for (const { text, write } of outputs) await write(text.end(summary));
  if (options.output === "table") {
    const text = integrityText(summary, { findings, unknowns }, look(io, options.color));
    await write(io.stdout, `${text}\n`);
  }
  for (const { end } of outputs) await end?.();
  return summary;
}
