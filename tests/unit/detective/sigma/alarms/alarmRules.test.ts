import assert from "node:assert/strict";
import { join } from "node:path";
import { alarmRules } from "../../../../../detective/sigma/alarms/alarmRules";
import { loadRules } from "../../../../../detective/sigma/load/loadRules";
import { parseRules } from "../../../../../detective/sigma/load/parseRules";
import { ownRules } from "../../../../../detective/sigma/ownRules";

const rule = (title: string, level: string, selection: string) => `
title: ${title}
name: ${title.toLowerCase().replaceAll(" ", "_")}
description: What ${title} is
level: ${level}
logsource: { product: aws, service: cloudtrail }
detection:
  selection: ${selection}
  condition: selection
`;
const stopped = rule("Trail stopped", "high", "{ eventName: StopLogging }");
const listed = rule("Keys listed", "critical", "{ eventName: ListKeys }");
const low = rule("Trail read", "low", "{ eventName: GetTrail }");
const regex = rule("Odd name", "high", "{ eventName|re: ^x }");
const burst = `
title: Many stops
level: high
correlation:
  type: event_count
  rules: trail_stopped
  group-by: [userIdentity.arn]
  timespan: 5m
  condition: { gte: 3 }
  generate: true
`;

describe("rules as alarms", () => {
  it("among the package's own, that of a stopped trail rings: the exercise waits for it", async () => {
    const { rules, leftOut } = alarmRules(
      await loadRules(join(ownRules(), "trail", "trail-stopped-or-deleted.yml")),
    );
    assert.deepEqual([rules.map(({ name }) => name), leftOut], [["trail-stopped-or-deleted"], []]);
  });

  const compiled = alarmRules(
    parseRules([stopped, listed, low, regex, burst].join("---"), "folder/Trail rules.yml"),
  );

  it("ring from a level on, each by a name of its own, and hear reads where they need them", () => {
    assert.deepEqual(
      compiled.rules.map(({ title, description, level, readOnlyEvents }) => ({
        title,
        description,
        level,
        readOnlyEvents,
      })),
      [
        {
          title: "Trail stopped",
          description: "What Trail stopped is",
          level: "high",
          readOnlyEvents: false,
        },
        { title: "Keys listed", description: "What Keys listed is", level: "critical", readOnlyEvents: true },
      ],
    );
    const [first, second] = compiled.rules.map(({ name }) => name);
    assert.equal(first, "trail-rules");
    assert.match(second ?? "", /^trail-rules-[0-9a-f]{6}$/);
    const pattern = JSON.parse(compiled.rules[0]?.eventPattern ?? "") as { detail: object };
    assert.deepEqual(Object.keys(pattern.detail), ["eventName"]);
  });

  it("leave out what an event pattern cannot stand for, with the reason", () => {
    assert.deepEqual(
      compiled.leftOut.map(({ title }) => title),
      ["Many stops", "Odd name"],
    );
    assert.match(compiled.leftOut[0]?.reason ?? "", /a pattern sees one/);
    assert.match(compiled.leftOut[1]?.reason ?? "", /^eventbridge cannot express "eventName\|re: \^x"/);
  });

  it("take no more than the quota and the length of a name that are given", () => {
    const set = parseRules(stopped, `${"long-".repeat(20)}name.yml`);
    const [named] = alarmRules(set, { longestName: 20 }).rules;
    assert.match(named?.name ?? "", /^long-long-lon-[0-9a-f]{6}$/);
    assert.deepEqual(alarmRules(set, { longestName: 20 }), alarmRules(set, { longestName: 20 }));
    assert.equal(alarmRules(set, { limit: 50 }).rules.length, 0);
    assert.equal(alarmRules(set, { level: "critical" }).rules.length, 0);
  });
});
