import type { CommandFamily } from "../command";
import { compileRulesTo } from "../rules/compileRulesTo";
import { coverRules } from "../rules/coverRules";
import { listRules } from "../rules/listRules";
import { showRule } from "../rules/showRule";
import { testRules } from "../rules/testRules";

export const rules: CommandFamily = {
  about:
    "Works with Sigma rules, this package's own or yours: files and folders, with correlations and filters among them. " +
    "A rule that is not understood whole is refused and named with its place; the others are used.",
  options: [],
  parts: [
    { name: "list", summary: "Which rules there are", command: listRules },
    { name: "show", summary: "A rule, and how it was understood", command: showRule },
    { name: "test", summary: "Run the cases that lie beside rules", command: testRules },
    { name: "coverage", summary: "What rules cover of MITRE ATT&CK", command: coverRules },
    { name: "compile", summary: "Rules in the language of another engine", command: compileRulesTo },
  ],
  examples: [
    { line: "audit-trail rules list --level high", does: "this package's rules that are high or critical" },
    {
      line: "audit-trail rules compile --to eventbridge",
      does: "all that EventBridge has the words for, as JSON",
    },
  ],
};
