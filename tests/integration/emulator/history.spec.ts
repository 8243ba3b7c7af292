import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import assert from "node:assert/strict";
import { config, lookup, sharedEmulator } from "./support";
import { runPython } from "./runPython";

// AWS: awscloudtrail/latest/userguide/view-cloudtrail-events.html
describe("emulator: the event history", () => {
  const emulator = sharedEmulator({ env: { AUDIT_TRAIL_HISTORY_EVENTS: "4" } });

  it("drops the oldest beyond its setting, in each Region for itself", async () => {
    const elsewhere = new KMSClient(config(emulator(), undefined, "eu-west-1"));
    await elsewhere.send(new ListKeysCommand({}));
    const region = "sa-east-1";
    const kms = new KMSClient(config(emulator(), undefined, region));
    await kms.send(new ListKeysCommand({}));
    for (let made = 0; made < 3; made++) await kms.send(new ListAliasesCommand({}));
    const cloudtrail = new CloudTrailClient(config(emulator(), undefined, region));
    const names = async () => {
      const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({}));
      return Events.map(({ EventName }) => EventName);
    };
    assert.deepEqual(await names(), ["ListAliases", "ListAliases", "ListAliases", "ListKeys"]);
    // The question itself is the newest now.
    assert.deepEqual(await names(), ["LookupEvents", "ListAliases", "ListAliases", "ListAliases"]);
    const other = await lookup(emulator(), undefined, { region: "eu-west-1" });
    assert.deepEqual(
      other.map(({ EventName }) => EventName),
      ["ListKeys"],
    );
  });

  it("shows events in the order of their times, also those that are recorded late", async () => {
    const program = `
from launcher.corrections import event_history
def keep(name, second):
    event_history.keep({
        "eventID": name, "eventTime": "2026-01-31T12:00:%02dZ" % second, "eventSource": "kms.amazonaws.com",
        "eventName": name, "awsRegion": "us-east-1", "sourceIPAddress": "", "userAgent": "", "readOnly": True,
        "recipientAccountId": "000000000000", "requestID": "", "eventCategory": "Management", "userIdentity": {"type": "Root"},
        "requestParameters": None, "responseElements": None,
    })
for name, second in [("a", 1), ("c", 3), ("e", 5), ("b", 2), ("d", 3)]:
    keep(name, second)
shown = event_history.newest_first("000000000000", "us-east-1")
rest = event_history.newest_first("000000000000", "us-east-1", before=event_history.place(shown[1]))
print("".join(event.event_name for event in shown), "".join(event.event_name for event in rest))
`;
    assert.equal((await runPython(program)).split("\n").at(-1), "edcba cba");
  });

  it("holds 100,000 events unless told otherwise, ten times what the emulator holds by itself", async () => {
    const program = "from launcher import settings; print(settings.history_events())";
    assert.equal(await runPython(program), "100000");
    assert.equal(await runPython(program, { AUDIT_TRAIL_HISTORY_EVENTS: "4" }), "4");
  });
});
