import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import ts from "typescript";
import { checkCatalogue, type Fix } from "../../../detective";
import { accountFixes, trailFixes } from "../../../scripts/docs/checksPage";

const root = resolve(__dirname, "../../..");

/** Every snippet as a program of its own kind: what the documentation shows must compile as it stands. */
describe("the checks' Pulumi snippets", () => {
  const snippets = [
    ...checkCatalogue.trail.map((check) => ({ id: check.id, fixes: trailFixes(check) })),
    ...checkCatalogue.account.map((check) => ({ id: check.id, fixes: accountFixes(check) })),
  ];

  it("every fix says what to do, as a command and as a snippet", () => {
    for (const { id, fixes } of snippets) {
      assert.ok(fixes.length > 0, id);
      for (const { say, command, pulumi } of fixes) {
        assert.ok(say.endsWith("."), `${id}: ${say}`);
        assert.match(command ?? "", /^aws /, id);
        assert.ok(pulumi, id);
      }
    }
  });

  it("each type-checks against @pulumi/aws and our components", function () {
    this.timeout(240_000);
    const all = snippets.flatMap(({ id, fixes }) => fixes.map((fix) => ({ id, pulumi: textOf(fix) })));
    assert.deepEqual(problemsOf(all.map(({ id, pulumi }) => `// ${id}\n{\n${pulumi}\n}`).join("\n")), []);
  });

  it("the test sees a snippet that is wrong", function () {
    this.timeout(240_000);
    const problems = problemsOf('new AuditTrail("audit", { trailNam: "x" });');
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /'trailNam' does not exist|trailName/);
  });
});

function textOf({ pulumi = "" }: Fix): string {
  return pulumi;
}

function problemsOf(body: string): string[] {
  const file = join(root, "snippets.virtual.ts");
  const head = 'import * as aws from "@pulumi/aws";\nimport { AuditTrail } from "./components";\n';
  const source = `${head}void [aws, AuditTrail];\n${body}\n`;
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const plain = ts.createCompilerHost({ ...options, noEmit: true });
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (path) => path === file || plain.fileExists(path),
    getSourceFile: (path, ...rest) =>
      path === file ? ts.createSourceFile(path, source, rest[0]) : plain.getSourceFile(path, ...rest),
  };
  const program = ts.createProgram([file], { ...options, noEmit: true }, host);
  const own = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(own), ...program.getSemanticDiagnostics(own)].map(
    ({ messageText, start = 0 }) => {
      const line = source.slice(0, start).split("\n").length;
      return `${source.split("\n")[line - 1]}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    },
  );
}
