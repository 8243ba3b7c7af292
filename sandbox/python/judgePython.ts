/** What a Python says about itself when asked. */
export interface PythonAnswer {
  readonly version: string;
  readonly venv: boolean;
  readonly ensurepip: boolean;
}

/** The oldest Python that the emulator runs on. */
export const OLDEST_PYTHON = "3.12";

/** The program that a Python is asked with; it must run on any Python, also on 2.7, so that we can say what was found. */
export const QUESTION = [
  "import json, sys",
  "def has(name):",
  "    try:",
  "        __import__(name)",
  "        return True",
  "    except Exception:",
  "        return False",
  "print(json.dumps({'version': '.'.join(map(str, sys.version_info[:3])),",
  "    'venv': has('venv'), 'ensurepip': has('ensurepip')}))",
].join("\n");

export type Verdict =
  { readonly suits: true; readonly rank: number } | { readonly suits: false; readonly why: string };

/**
 * Whether that Python can hold the emulator, and how gladly it is taken (lower first): 3.13, which everything was
 * measured on; 3.14; 3.12, which works with a correction at start; then newer ones, oldest first.
 */
export function judgePython(answer: PythonAnswer): Verdict {
  const match = /^(\d+)\.(\d+)/.exec(answer.version);
  const [major, minor] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (major !== 3 || minor < 12) return { suits: false, why: `${answer.version} is too old` };
  if (!answer.venv || !answer.ensurepip) {
    const missing = answer.venv ? "ensurepip" : "venv";
    return {
      suits: false,
      why: `${answer.version} has no ${missing} module (Debian: apt install python3-venv)`,
    };
  }
  const order = [13, 14, 12];
  return { suits: true, rank: order.includes(minor) ? order.indexOf(minor) : minor };
}
