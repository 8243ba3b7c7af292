import { readFile, stat } from "node:fs/promises";
import { Draft, RefusedDraft } from "./draft";
import { linkRules } from "./linkRules";
import { LoadOptions } from "./parseRules";
import { Placeholders } from "./placeholders";
import { readDrafts } from "./readDrafts";
import { ruleFiles } from "./ruleFiles";
import { RuleSet } from "../rule";

/** All public rules in one file are half of it. */
const LARGEST_FILE = 16 * 1024 * 1024;

/**
 * Reads rules, correlations and filters from files and folders; they may name each other across files.
 *
 * What can't be understood is among the problems, and the rest is loaded.
 * @throws RulePathError on a path that doesn't exist, and on a folder without rule files
 */
export async function loadRules(
  paths: string | readonly string[],
  { placeholders = {} }: LoadOptions = {},
): Promise<RuleSet> {
  const drafts: (Draft | RefusedDraft)[] = [];
  for (const file of await ruleFiles(typeof paths === "string" ? [paths] : paths))
    for (const draft of await readFileDrafts(file, placeholders)) drafts.push(draft);
  return linkRules(drafts);
}

async function readFileDrafts(file: string, placeholders: Placeholders): Promise<(Draft | RefusedDraft)[]> {
  const refuse = (problem: string, help: string): RefusedDraft[] => [
    { kind: "refused", problem: { at: { file, line: 1, column: 1 }, problem, help }, correlates: [] },
  ];
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE)
      return refuse(`a file of ${size} bytes, and ${LARGEST_FILE} are the most`, "split it");
    bytes = await readFile(file);
  } catch (error) {
    return refuse(
      `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      "check its permissions",
    );
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse("no UTF-8", "save the file as UTF-8");
  }
  const drafts = readDrafts(text, file, placeholders);
  return drafts.length > 0 ? drafts : refuse("the file holds no rule", "write one, or take the file away");
}
