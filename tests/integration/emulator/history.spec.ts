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

  it("holds 100,000 events unless told otherwise, ten times what the emulator holds by itself", async () => {
    const program = "from launcher import settings; print(settings.history_events())";
    assert.equal(await runPython(program), "100000");
    assert.equal(await runPython(program, { AUDIT_TRAIL_HISTORY_EVENTS: "4" }), "4");
  });
});
