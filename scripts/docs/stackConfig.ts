import ts from "typescript";
import { parse } from "yaml";

/** A configuration key as a Pulumi.yaml declares it. */
export interface DeclaredKey {
  type?: string;
  items?: { type?: string };
  default?: unknown;
  description?: string;
}

/** The keys that a Pulumi.yaml declares, in its order. */
export function declaredKeys(pulumiYaml: string): Record<string, DeclaredKey> {
  return (parse(pulumiYaml) as { config?: Record<string, DeclaredKey> }).config ?? {};
}

/** The keys that a program reads: `config.get…("key")`, and `f(config, "key")` of its helpers. */
export function keysRead(program: string): string[] {
  const keys = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const key = node.arguments.find(ts.isStringLiteral);
      const { expression } = node;
      const ofConfig = ts.isPropertyAccessExpression(expression) && isConfig(expression.expression);
      const handsConfig = node.arguments.some(isConfig);
      if (key && (ofConfig || handsConfig)) keys.add(key.text);
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile("index.ts", program, ts.ScriptTarget.ES2022, true));
  return [...keys];
}

/** What is declared and not read, or read and not declared, or not described; one sentence each. */
export function configProblems(pulumiYaml: string, program: string): string[] {
  const declared = declaredKeys(pulumiYaml);
  const read = keysRead(program);
  return [
    ...read.filter((key) => !(key in declared)).map((key) => `${key} is read but not declared`),
    ...Object.keys(declared)
      .filter((key) => !read.includes(key))
      .map((key) => `${key} is declared but not read`),
    ...Object.entries(declared)
      .filter(([, { type, description }]) => !type || !description)
      .map(([key]) => `${key} has no type or no description`),
  ];
}

/** Where an output of the stack comes from: the variable that holds a component, and that component's output. */
export interface OutputSource {
  component: string;
  output: string;
}

/** The stack's outputs: what the program returns, as output name → the component's output. */
export function stackOutputs(program: string): Map<string, OutputSource> {
  const outputs = new Map<string, OutputSource>();
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression && ts.isObjectLiteralExpression(node.expression)) {
      for (const property of node.expression.properties.filter(ts.isPropertyAssignment)) {
        const { name, initializer } = property;
        if (!ts.isPropertyAccessExpression(initializer) || !ts.isIdentifier(name)) continue;
        outputs.set(name.text, {
          component: initializer.expression.getText(),
          output: initializer.name.text,
        });
      }
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile("index.ts", program, ts.ScriptTarget.ES2022, true));
  return outputs;
}

function isConfig(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === "config";
}
