import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { nobody } from "../../../harness";
import { engineProgress } from "../../../harness/engineProgress";

describe("engineProgress", () => {
  const notesOf = (...diagnostics: [severity: string, message: string][]) => {
    const notes: string[] = [];
    const tell = engineProgress({ ...nobody, note: (text) => notes.push(text) });
    for (const [severity, message] of diagnostics)
      tell({ diagnosticEvent: { severity, message } } as unknown as EngineEvent);
    return notes;
  };

  it("tells of each resource and counts those that are done, without the engine's own", () => {
    const lines: string[] = [];
    const tell = engineProgress({ ...nobody, progress: (line) => lines.push(line) });
    const about = (op: string, type: string, name: string) => ({
      metadata: { op, type, urn: `urn:pulumi:dev::audit-trail::${type}::${name}` },
    });
    for (const event of [
      { resourcePreEvent: about("create", "pulumi:pulumi:Stack", "audit-trail-dev") },
      { resourcePreEvent: about("create", "aws:kms/key:Key", "audit-key") },
      { resOutputsEvent: about("create", "aws:kms/key:Key", "audit-key") },
      { resOutputsEvent: about("same", "aws:s3/bucket:Bucket", "audit") },
      { resourcePreEvent: about("delete", "aws:s3/bucketPolicy:BucketPolicy", "audit-policy") },
    ])
      tell(event as unknown as EngineEvent);
    assert.deepEqual(lines, [
      "0 done, creating audit-key (Key)",
      "1 done, creating audit-key (Key)",
      "1 done, deleting audit-policy (BucketPolicy)",
    ]);
  });

  it("tells a program's error once, with all its own lines and none of the stack", () => {
    const message = 'AuditTrail "x": 1 input cannot be used:\n  trailName: "a" is too short\n';
    const stack = [
      "    at InputProblems.throwIfAny (/home/me/components/inputProblems.ts:61:11)",
      "    at new AuditTrail (/home/me/components/auditTrail.ts:48:40)",
      "    at /home/me/index.ts:7:36",
      "    at new Promise (<anonymous>)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
      "    at async Stack.initialize (/home/me/node_modules/@pulumi/runtime/stack.ts:78:39)",
    ].join("\n");
    assert.deepEqual(
      notesOf(["error", `Unhandled exception: Error: ${message}${stack}\n`], ["error", message]),
      ['error: AuditTrail "x": 1 input cannot be used:\n  trailName: "a" is too short'],
    );
    assert.deepEqual(
      notesOf(["error", `Unhandled exception: TypeError: no f\n${stack}\n`], ["error", "no f\n"]),
      ["error: no f"],
    );
  });

  it("tells warnings and errors without colour, and nothing of debugging", () => {
    assert.deepEqual(
      notesOf(
        ["warning", "<{%fg 3%}>this costs money<{%reset%}>\n"],
        ["debug", "Registering resource"],
        ["info", "done"],
        ["error", "meet me at noon\n  at 12:30:00 sharp\n"],
      ),
      ["warning: this costs money", "error: meet me at noon\n  at 12:30:00 sharp"],
    );
  });
});
