import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, TrailAlarms } from "../../components";
import { alarmRules, parseRules } from "../../detective";

const config = new pulumi.Config();
const file = join(__dirname, "rules.yml");
const { rules } = alarmRules(parseRules(readFileSync(file, "utf8"), file));

const trail = new AuditTrail("audit-alarmed", {
  alertTopicName: "audit-alarms-alerts",
  ephemeral: config.getBoolean("ephemeral"),
});
const alarms = new TrailAlarms("audit-alarms", {
  eventRules: [...rules],
  subscriptions: [{ protocol: "email", endpoint: config.require("email") }],
  keyArn: trail.keyArn,
});

export const trailArn = trail.trailArn;
export const alertTopicArn = alarms.topicArn;
