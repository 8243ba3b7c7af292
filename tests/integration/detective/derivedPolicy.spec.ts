import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { leastPrivilege } from "../../../detective/leastPrivilege/leastPrivilege";
import { pulumiPolicy } from "../../../detective/leastPrivilege/pulumiPolicy";
import { ACCOUNT, by, call, eventSet, objectCall } from "../../support/records";

const ROOT = join(__dirname, "..", "..", "..");

describe("a policy derived from the trail, as a Pulumi program", () => {
  it("satisfies the compiler and the types of @pulumi/aws", async function () {
    // The types of @pulumi/aws are large.
    this.timeout(180_000);
    const alice = by.user("alice");
    const role = `arn:aws:iam::${ACCOUNT}:role/run`;
    const events = [
      objectCall("GetObject", alice, "b", "k`${x}"),
      call("lambda:CreateFunction", alice, { requestParameters: { functionName: "f", role } }),
    ];
    const derived = await leastPrivilege(eventSet(events), { kind: "user", value: "alice" });
    // Inside the project, so that its packages are found.
    const folder = mkdtempSync(join(ROOT, "node_modules", ".derived-policy-"));
    try {
      const file = join(folder, "index.ts");
      writeFileSync(file, pulumiPolicy(derived));
      const program = ts.createProgram([file], {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ["node"],
        typeRoots: [join(ROOT, "node_modules", "@types")],
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        target: ts.ScriptTarget.ES2022,
      });
      const problems = ts
        .getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
      assert.deepEqual(problems, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
