import assert from "node:assert/strict";
import type { World } from "../../../harness";
import { twoUsers } from "../../../harness/activities/twoUsers";

describe("undoing the two users", () => {
  const worldWhere = (deleteUser: (UserName: string) => Promise<void>) => {
    const iam = {
      listAccessKeys: () => Promise.resolve({ AccessKeyMetadata: [] }),
      deleteUserPolicy: () => Promise.resolve(),
      deleteUser: ({ UserName }: { UserName: string }) => deleteUser(UserName),
    };
    return { operator: { iam }, names: { newcomer: "newcomer-1", auditor: "auditor-1" } } as unknown as World;
  };

  it("goes on to the second when the first cannot be removed, and says which is left", async () => {
    const asked: string[] = [];
    const world = worldWhere((name) => {
      asked.push(name);
      return name.startsWith("newcomer") ? Promise.reject(new Error("throttled")) : Promise.resolve();
    });
    await assert.rejects(async () => twoUsers.undo?.(world), {
      message: "newcomer-1 is still there: Error: throttled",
    });
    assert.deepEqual(asked, ["newcomer-1", "auditor-1"]);
  });

  it("names both when neither can be removed", async () => {
    const world = worldWhere(() => Promise.reject(new Error("throttled")));
    await assert.rejects(async () => twoUsers.undo?.(world), {
      message: "newcomer-1 is still there: Error: throttled; auditor-1 is still there: Error: throttled",
    });
  });

  it("does not mind users that were never made", async () => {
    const world = worldWhere(() =>
      Promise.reject(Object.assign(new Error(), { name: "NoSuchEntityException" })),
    );
    await twoUsers.undo?.(world);
  });
});
