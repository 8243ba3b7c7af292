import assert from "node:assert/strict";
import { PRIVATE_NETWORKS, networks } from "../../../detective/cidr";
import { QueryError } from "../../../detective/source";

describe("networks", () => {
  const list = networks(["192.0.2.0/24", "198.51.100.7", "2001:db8::/32"]);
  const cases: [string, boolean][] = [
    ["192.0.2.255", true],
    ["::ffff:192.0.2.1", true],
    ["192.0.3.0", false],
    ["198.51.100.7", true],
    ["198.51.100.8", false],
    ["2001:DB8:ffff::1", true],
    ["2001:db9::1", false],
    ["cloudtrail.amazonaws.com", false],
    ["", false],
  ];
  for (const [address, expected] of cases) {
    it(`${expected ? "holds" : "doesn't hold"} "${address}"`, () =>
      assert.equal(list.has(address), expected));
  }

  it("names every wrong network in one error", () => {
    assert.throws(
      () => networks(["10.0.0.0/33", "192.0.2.0/24", "2001:db8::/129", "home", "10.0.0.0/"]),
      new QueryError(
        'CIDR: "10.0.0.0/33", "2001:db8::/129", "home", "10.0.0.0/" not understood; use ones like 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7',
      ),
    );
  });

  it("tells private addresses from public ones", () => {
    assert.deepEqual(
      ["10.1.2.3", "172.31.0.1", "172.32.0.1", "fd00::1", "127.0.0.1"].map((each) =>
        PRIVATE_NETWORKS.has(each),
      ),
      [true, true, false, true, true],
    );
  });
});
