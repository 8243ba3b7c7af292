import { followTimeline, parseThread, timelineAnswer, timelineText, type Timeline } from "../../detective";
import { provedTimeline } from "../../detective/integrity/provedTimeline";
import { askedRange, isWhole, readingTrail, throwIfNothing } from "../askTrail";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { openProver } from "../integrity/openProver";
import { note } from "../note";
import { outputOptions, type OutputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions, type TrailOptions } from "../options/trailOptions";
import { readNote, reportOf } from "../output/answersDocument";
import { hideSecrets } from "../output/hideSecrets";
import { threadHint } from "../output/threadHint";
import { writeDocument, type Document } from "../output/writeDocument";
import { knownPlaces } from "../trail/logPlaces";
import { count } from "../../detective/wording";

export const timeline: Command = {
  about:
    "Starts from any thread and follows those it touches: the sessions that AssumeRole issued, keys that were made, " +
    "policies attached, resources made by it. Calls are grouped by session and marked: first contact, denied, " +
    "escalation, way back, data, tracks covered; and what happened is told in words. HTML draws it.",
  arguments: [
    {
      name: "<thread>",
      text: "a user's name, role/session, access key id, ARN, IP address, or event id; or user:, session:, key:, ip:, resource:, event: and a value",
    },
  ],
  options: [...trailOptions(), ...proveOptions(), ...outputOptions()],
  examples: [
    {
      line: "audit-trail timeline AKIAIOSFODNN7EXAMPLE --since 3d",
      does: "what was done with a leaked key, and with what it led to",
    },
    {
      line: "audit-trail timeline 198.51.100.7 --from s3://my-trail-bucket/AWSLogs --since 2d -o html > incident.html",
      does: "all that began at an address, with object reads, as a page to hand on",
    },
  ],
  async run(call) {
    const options = call.options as unknown as TrailOptions & OutputOptions;
    const [given = ""] = call.args;
    const thread = parseThread(given);
    const prover = await openProver(call, [options.from]);
    const range = askedRange(call);
    const places = await knownPlaces(options, call.io.env);
    const followed = await readingTrail(call, range, (source, say) =>
      followTimeline(source, thread, {
        ...range,
        places,
        ...(options.max !== undefined && { max: options.max }),
        onProgress: ({ read, threads }) => say(`${count(read, "event")}, ${count(threads, "thread")}`),
      }),
    );
    throwIfNothing(followed.coverage, call.signal);
    const found = prover ? await provedTimeline(followed, prover) : followed;
    await prover?.close();
    if (found.entries.length === 0) note(call, threadHint(given, thread));
    await writeDocument(call.io, options, timelineDocument(found, options, call.io.now()));
    if (call.signal.aborted) return exitCode.interrupted;
    return isWhole(found, { listing: false }) ? exitCode.fine : exitCode.incomplete;
  },
};

function timelineDocument(whole: Timeline, { showSecrets }: OutputOptions, now: number): Document {
  const found = showSecrets ? whole : hideSecrets(whole);
  const answer = timelineAnswer(found);
  const report = reportOf({ answers: [answer], events: found.entries.map(({ event }) => event), now });
  return {
    text: (look) => [timelineText(found, look), "", ...readNote(answer, look.width)].join("\n"),
    json: () => found,
    lines: () => found.entries,
    sheets: () => [answer],
    report: () => ({ ...report, answers: report.answers.slice(1), timeline: found }),
    coverage: found.coverage,
  };
}
