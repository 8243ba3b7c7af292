import { timelineRows, TimelineRow } from "../report/timelineRows";
import { TableOptions } from "../table";
import { Style, hanging, paint } from "../terminalLines";
import { printable, wrap } from "../terminalText";
import { threadWords } from "./story";
import { Mark, Timeline } from "./timeline";

const MARK_WORDS: Readonly<Record<Mark, string>> = {
  "first-contact": "first contact",
  denied: "denied",
  escalation: "ESCALATION",
  persistence: "WAY BACK",
  "data-access": "DATA",
  "tracks-covered": "TRACKS COVERED",
};
const MARK_COLOURS: Readonly<Record<Mark, Style>> = {
  "first-contact": "cyan",
  denied: "yellow",
  escalation: "red",
  persistence: "magenta",
  "data-access": "blue",
  "tracks-covered": "red",
};

/**
 * The timeline for a terminal: the story, what was followed because of what, and the calls oldest first, with a line
 * wherever another session takes over; bursts of like calls are one line.
 */
export function timelineText(timeline: Timeline, options: TableOptions = {}): string {
  const { width = 100 } = options;
  const { story, start, threads, notes = [], coverage } = timeline;
  const gaps = coverage.gaps.filter(({ inherent }) => !inherent).map(({ detail }) => detail);
  return [
    paint(printable(`Timeline around the ${threadWords(start)}`), "bold", options),
    "",
    ...section("What", story.what, options),
    ...section("When", story.when, options),
    ...section("Who", story.who, options),
    ...section("Where", story.where, options),
    ...section("Data", story.data, options),
    "",
    ...(timeline.entries.length > 0 ? [paint("Calls, times in UTC", "bold", options)] : []),
    ...calls(timeline, options),
    ...(threads.length > 1 ? ["", paint("Followed", "bold", options)] : []),
    ...threads
      .slice(1)
      .flatMap(({ kind, value, because }) =>
        hanging("  ", `${threadWords({ kind, value })}${because ? `: ${because.what}` : ""}`, width),
      ),
    ...(notes.length + gaps.length > 0 ? [""] : []),
    ...[...gaps, ...notes].flatMap((note) =>
      hanging("! ", note, width).map((line) => paint(line, "yellow", options)),
    ),
  ].join("\n");
}

function section(name: string, text: string, options: TableOptions): string[] {
  const { width = 100 } = options;
  const indent = 7;
  return wrap(printable(text), width - indent).map((line, index) =>
    index === 0 ? paint(name.padEnd(indent), "bold", options) + line : " ".repeat(indent) + line,
  );
}

function calls(timeline: Timeline, options: TableOptions): string[] {
  const rows = timelineRows(timeline);
  const lines: string[] = [];
  let day = "";
  let speaker = "";
  for (const row of rows) {
    const [date = "", time = row.first] = row.first.replace(/Z$/, "").split("T");
    const head = `${row.who}  from ${row.from || "an unknown address"}`;
    if (date !== day || head !== speaker) {
      const when = date !== day ? `${date || "without a time"}  ` : " ".repeat(date.length + 2);
      lines.push(paint(printable(`${when}${head}`), "bold", options));
    }
    [day, speaker] = [date, head];
    lines.push(...callLines(row, time, options));
  }
  return lines;
}

function callLines({ what, marks, unproven }: TimelineRow, time: string, options: TableOptions): string[] {
  const { width = 100 } = options;
  const tags = marks.filter((mark) => mark !== "denied" || !/^was denied/.test(what));
  const before = `  ${time.padEnd(10)}`;
  const words = tags.map((mark) => MARK_WORDS[mark]);
  if (unproven !== undefined) words.push(unproven === "unknown" ? "proof unknown" : `FILE ${unproven}`);
  const tagText = words.join(", ");
  const text = tagText ? `${what} [${tagText}]` : what;
  const colour = tags.map((mark) => MARK_COLOURS[mark]).at(-1);
  return wrap(printable(text), width - before.length, 3).map((line, index) => {
    const whole = (index === 0 ? before : " ".repeat(before.length)) + line;
    return paint(whole, colour, options);
  });
}
