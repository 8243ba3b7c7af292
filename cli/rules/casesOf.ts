import { readFile } from "node:fs/promises";
import { readCases } from "../../detective/sigma/cases/readCases";
import { type RuleCase, RuleCaseError } from "../../detective/sigma/cases/ruleCase";

/** The cases beside a rule file; none where there is no such file, or why they can't be read. */
export async function casesOf(ruleFile: string): Promise<readonly RuleCase[] | { readonly problem: string }> {
  const file = ruleFile.replace(/\.ya?ml$/i, ".cases.yml");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    return { problem: `${file}: ${(error as Error).message}` };
  }
  try {
    return readCases(text, file);
  } catch (error) {
    if (error instanceof RuleCaseError) return { problem: error.message };
    throw error;
  }
}
