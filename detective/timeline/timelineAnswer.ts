import { Answer, ColumnKind, Row, answer } from "../answer";
import { proofWord } from "../integrity/provedAnswer";
import { threadWords } from "./story";
import { Timeline, TimelineEntry } from "./timeline";

type Columns = "time" | "who" | "from" | "marks" | "what" | "proof";

/** The timeline as a table, oldest first, one row an event. */
export function timelineAnswer(timeline: Timeline): Answer<Columns, TimelineEntry> {
  const isProven = timeline.entries.some(({ proof }) => proof);
  const sessions = new Map(timeline.sessions.map((session) => [session.id, session.who]));
  return answer(
    {
      id: "timeline",
      title: `Timeline around the ${threadWords(timeline.start)}`,
      columns: {
        time: ["Time", "time"],
        who: ["Who", "who"],
        from: ["From", "who"],
        marks: "Marks",
        what: ["What", "text"],
        ...(isProven && { proof: "Proof" }),
      } as Record<Columns, string | readonly [string, ColumnKind]>,
    },
    timeline.entries,
    {
      row: ({ event, session, marks, what, proof }) => {
        const row = {
          time: event.eventTime ?? "",
          who: sessions.get(session) ?? session,
          from: event.sourceIPAddress ?? "",
          marks: marks.join(" "),
          what,
          ...(isProven && { proof: proof ? proofWord(proof) : "" }),
        };
        return row as Row<Columns>;
      },
      evidence: ({ event: { eventID } }) => (eventID === undefined ? [] : [eventID]),
    },
    timeline,
  );
}
