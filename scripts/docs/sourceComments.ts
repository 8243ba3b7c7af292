import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * The `@default` of every field of every interface in some files, as `Interface.field`.
 *
 * Pulumi's analyzer, from which all else of a component's page comes, drops the tag.
 */
export function readDefaults(paths: readonly string[]): Map<string, string> {
  const defaults = new Map<string, string>();
  for (const path of paths) {
    for (const node of statementsOf(path).filter(ts.isInterfaceDeclaration)) {
      for (const member of node.members) {
        const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
        const name = member.name && ts.isIdentifier(member.name) ? member.name.text : undefined;
        if (tag && name) {
          defaults.set(`${node.name.text}.${name}`, ts.getTextOfJSDocComment(tag.comment)?.trim() ?? "");
        }
      }
    }
  }
  return defaults;
}

/** The comment of every exported constant of some files, by the constant's name. */
export function readConstantComments(paths: readonly string[]): Map<string, string> {
  const comments = new Map<string, string>();
  for (const path of paths) {
    for (const node of statementsOf(path).filter(ts.isVariableStatement)) {
      const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
      const text = comment && ts.getTextOfJSDocComment(comment.comment);
      for (const { name } of node.declarationList.declarations) {
        if (text && ts.isIdentifier(name)) comments.set(name.text, text);
      }
    }
  }
  return comments;
}

function statementsOf(path: string): readonly ts.Statement[] {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true).statements;
}
