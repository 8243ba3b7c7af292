import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { commands } from "../../../cli/commands";
import { completionScript } from "../../../cli/completion/completionScript";

const bash = completionScript("bash", commands);

/** What bash offers for a line; its last word is the one that is being typed. */
function offered(...words: string[]): string[] {
  const script = `${bash}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_audit_trail; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

describe("completion", () => {
  it("bash accepts the script", () => {
    execFileSync("bash", ["-n"], { input: bash });
  });

  it("offers the commands", () => {
    assert.deepEqual(offered("audit-trail", "le"), ["least-privilege"]);
    const all = offered("audit-trail", "");
    for (const { name } of commands) assert.ok(all.includes(name), name);
  });

  it("offers a command's options, and none of another's", () => {
    assert.deepEqual(offered("audit-trail", "lookup", "--event-"), [
      "--event-name",
      "--event-source",
      "--event-id",
    ]);
    assert.deepEqual(offered("audit-trail", "down", "--event-"), []);
    assert.ok(offered("audit-trail", "lookup", "-").includes("-o"));
  });

  it("offers an option's values, and an argument's", () => {
    assert.deepEqual(offered("audit-trail", "who", "alice", "--output", "j"), ["json", "jsonl"]);
    assert.deepEqual(offered("audit-trail", "completion", ""), ["bash", "zsh", "fish"]);
    assert.deepEqual(offered("audit-trail", "help", "ver"), ["verify"]);
  });

  it("offers files where values are not known", () => {
    assert.ok(offered("audit-trail", "lookup", "--from", "package.j").includes("package.json"));
  });

  it("zsh and fish name every command and option", () => {
    const [zsh, fish] = [completionScript("zsh", commands), completionScript("fish", commands)];
    for (const { name, load } of commands) {
      assert.ok(zsh.includes(`${name}) _arguments`), name);
      assert.ok(fish.includes(`-a ${name} -d`), name);
      for (const { long } of load().options) {
        assert.ok(zsh.includes(`*${long}[`), `${name} ${long}`);
        assert.ok(fish.includes(`-l ${long?.slice(2)} `), `${name} ${long}`);
      }
    }
  });

  it("no text of an option ends a quote in zsh", () => {
    // Quotes come in pairs in a script that a POSIX shell can split as well.
    const lines = completionScript("zsh", commands)
      .split("\n")
      .filter((line) => line.includes("_arguments"));
    for (const line of lines) {
      execFileSync("sh", ["-c", `set -- ${line.replace(/^.*_arguments | ;;$/g, "")}`]);
    }
  });
});
