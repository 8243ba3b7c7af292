import assert from "node:assert/strict";
import { cisFilters } from "../../../../../detective/sigma/alarms/cisFilters";
import { CIS_PROFILE } from "../../../../../detective/sigma/metricFilter/cisProfile";

describe("the CIS profile as alarms", () => {
  it("has each of the fifteen controls once, by a name and a title of its own", () => {
    const filters = cisFilters();
    assert.equal(filters.length, 15);
    assert.deepEqual(
      filters.map(({ pattern }) => pattern),
      Object.values(CIS_PROFILE),
    );
    assert.equal(new Set(filters.map(({ title }) => title)).size, 15);
    assert.deepEqual(
      { ...filters[4], pattern: "" },
      {
        name: "cis-5-trail-changes",
        title: "A trail was changed, started or stopped",
        description: "CIS AWS Foundations Benchmark 4.5 (v3 to v5), 5.5 (v6, v7)",
        pattern: "",
      },
    );
    for (const { name } of filters) assert.match(name, /^[a-z0-9-]{1,33}$/);
  });
});
