import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../../..");
const pages = ["README.md", "docs/components.md", "docs/harness.md", "docs/sandbox.md"];

/** What a reader copies out of the documentation compiles against the packages' public names. */
describe("the documentation's TypeScript", () => {
  const programs = pages.flatMap((page) =>
    blocksOf(readFileSync(join(root, page), "utf8")).map((text, i) => ({
      // In the project's own folder, so that its dependencies are found.
      path: join(root, `${page.replaceAll("/", "-")}-${i + 1}.virtual.ts`),
      text,
    })),
  );

  it("is there: components, detective and harness", () => {
    const used = programs.flatMap(({ text }) => [...text.matchAll(/from "(audit-trail[^"]*)"/g)]);
    assert.deepEqual([...new Set(used.map(([, name]) => name))].sort(), [
      "audit-trail",
      "audit-trail/detective",
      "audit-trail/harness",
    ]);
  });

  it("type-checks", function () {
    this.timeout(240_000);
    const wrong = { path: join(root, "wrong.virtual.ts"), text: WRONG };
    const problems = problemsOf([...programs, wrong]);
    assert.deepEqual(
      problems.filter((each) => !each.startsWith("wrong.virtual.ts")),
      [],
    );
    assert.equal(problems.length, 1, "a name that is not exported is seen");
    assert.match(problems[0]!, /askEverything/);
  });
});

const WRONG = 'import { askEverything } from "audit-trail/detective";\nvoid askEverything;\n';

/** Those of one page; one without imports goes on where the page's first ends. */
function blocksOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text!);
  const imports = blocks[0]?.match(/^import .*;$/gm)?.join("\n") ?? "";
  return blocks.map((text) => (text.includes("import ") ? text : `${imports}\n${text}`));
}

function problemsOf(programs: readonly { path: string; text: string }[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
    noEmit: true,
    // Top-level await, as a reader's ES module may have it.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: {
      "audit-trail": [join(root, "components/index.ts")],
      "audit-trail/*": [join(root, "*/index.ts")],
    },
  };
  const texts = new Map(programs.map(({ path, text }) => [path, text]));
  const plain = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (path) => texts.has(path) || plain.fileExists(path),
    getSourceFile: (path, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? plain.getSourceFile(path, ...rest)
        : ts.createSourceFile(path, text, rest[0]);
    },
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(
      ({ messageText }) =>
        `${path.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}
