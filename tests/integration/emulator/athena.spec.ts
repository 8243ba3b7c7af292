import {
  AthenaClient,
  CreateNamedQueryCommand,
  CreateWorkGroupCommand,
  DeleteNamedQueryCommand,
  DeleteWorkGroupCommand,
  GetNamedQueryCommand,
  GetWorkGroupCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateWorkGroupCommand,
} from "@aws-sdk/client-athena";
import assert from "node:assert/strict";
import { config, sharedEmulator, unique } from "./support";

// AWS: athena/latest/APIReference, API_UpdateWorkGroup, API_DeleteWorkGroup, API_DeleteNamedQuery, API_TagResource
describe("emulator: Athena's catalogue", () => {
  const emulator = sharedEmulator();
  const athena = () => new AthenaClient(config(emulator()));
  const missing = { name: "InvalidRequestException" };

  async function workgroup(): Promise<string> {
    const Name = unique("group");
    await athena().send(
      new CreateWorkGroupCommand({
        Name,
        Configuration: {
          BytesScannedCutoffPerQuery: 20_000_000,
          ResultConfiguration: { OutputLocation: "s3://results/", ExpectedBucketOwner: "000000000000" },
        },
      }),
    );
    return Name;
  }

  it("updates what is named of a workgroup, takes away what is to be removed, and leaves the rest", async () => {
    const WorkGroup = await workgroup();
    await athena().send(
      new UpdateWorkGroupCommand({
        WorkGroup,
        Description: "new",
        State: "DISABLED",
        ConfigurationUpdates: {
          RemoveBytesScannedCutoffPerQuery: true,
          EngineVersion: { SelectedEngineVersion: "Athena engine version 3" },
          ResultConfigurationUpdates: { RemoveExpectedBucketOwner: true },
        },
      }),
    );
    const { WorkGroup: found } = await athena().send(new GetWorkGroupCommand({ WorkGroup }));
    const { ResultConfiguration, EngineVersion, BytesScannedCutoffPerQuery, EnforceWorkGroupConfiguration } =
      found?.Configuration ?? {};
    assert.deepEqual(
      [found?.Description, found?.State, ResultConfiguration, BytesScannedCutoffPerQuery],
      ["new", "DISABLED", { OutputLocation: "s3://results/" }, undefined],
    );
    assert.deepEqual(
      [EngineVersion, EnforceWorkGroupConfiguration],
      [
        {
          SelectedEngineVersion: "Athena engine version 3",
          EffectiveEngineVersion: "Athena engine version 3",
        },
        true,
      ],
    );
  });

  it("tags a workgroup, and takes tags away", async () => {
    const ResourceARN = `arn:aws:athena:us-east-1:000000000000:workgroup/${await workgroup()}`;
    const Tags = ["a", "b"].map((Key) => ({ Key, Value: "1" }));
    await athena().send(new TagResourceCommand({ ResourceARN, Tags }));
    await athena().send(new UntagResourceCommand({ ResourceARN, TagKeys: ["a"] }));
    const found = await athena().send(new ListTagsForResourceCommand({ ResourceARN }));
    assert.deepEqual(found.Tags, [{ Key: "b", Value: "1" }]);
  });

  it("deletes a saved query, and a workgroup with saved queries only where that is said", async () => {
    const WorkGroup = await workgroup();
    const query = { Database: "d", QueryString: "SELECT 1", WorkGroup };
    const save = async (Name: string) =>
      (await athena().send(new CreateNamedQueryCommand({ ...query, Name }))).NamedQueryId;
    const [one, other] = [await save("one"), await save("other")];
    await athena().send(new DeleteNamedQueryCommand({ NamedQueryId: one }));
    const get = (NamedQueryId: string | undefined) =>
      athena().send(new GetNamedQueryCommand({ NamedQueryId }));
    await assert.rejects(get(one), missing);
    await assert.rejects(athena().send(new DeleteNamedQueryCommand({ NamedQueryId: one })), missing);
    await assert.rejects(athena().send(new DeleteWorkGroupCommand({ WorkGroup })), missing);
    await athena().send(new DeleteWorkGroupCommand({ WorkGroup, RecursiveDeleteOption: true }));
    await assert.rejects(athena().send(new GetWorkGroupCommand({ WorkGroup })), missing);
    await assert.rejects(get(other), missing);
  });
});
