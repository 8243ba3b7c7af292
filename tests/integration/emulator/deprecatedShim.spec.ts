import assert from "node:assert/strict";
import { runPython } from "./runPython";

/** `warnings.deprecated` is there from Python 3.13 on; here it is taken away, whichever Python runs this. */
describe("emulator: warnings.deprecated before Python 3.13", () => {
  const without = `
import warnings
if hasattr(warnings, "deprecated"):
    del warnings.deprecated
`;
  const apply = `
from launcher.corrections import deprecated_shim
deprecated_shim.apply()
`;
  const use = `
@warnings.deprecated("use the other one")
def old():
    return 42

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    print(old(), [(one.category.__name__, str(one.message)) for one in said])
`;

  it("is missing without the shim", async () => {
    await assert.rejects(runPython(without + use), /module 'warnings' has no attribute 'deprecated'/);
  });

  it("warns as Python's own does with it", async () => {
    assert.equal(await runPython(without + apply + use), "42 [('DeprecationWarning', 'use the other one')]");
  });

  it("leaves Python's own alone", async () => {
    const own = "import warnings; warnings.deprecated = own = object()" + apply;
    assert.equal(await runPython(`${own}print(warnings.deprecated is own)`), "True");
  });
});
