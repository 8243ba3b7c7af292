import { Answer, answer } from "../answer";
import { threadWords } from "./story";
import { Timeline, TimelineEntry } from "./timeline";

type Columns = "time" | "who" | "from" | "marks" | "what";

/** The timeline as a table, oldest first, one row an event. */
export function timelineAnswer(timeline: Timeline): Answer<Columns, TimelineEntry> {
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
      },
    },
    timeline.entries,
    {
      row: ({ event, session, marks, what }) => ({
        time: event.eventTime ?? "",
        who: sessions.get(session) ?? session,
        from: event.sourceIPAddress ?? "",
        marks: marks.join(" "),
        what,
      }),
      evidence: ({ event: { eventID } }) => (eventID === undefined ? [] : [eventID]),
    },
    timeline,
  );
}
