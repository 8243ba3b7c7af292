import assert from "node:assert/strict";
import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import type { TimePart } from "../../../../../detective/sigma/expression";
import { ipNetwork } from "../../../../../detective/sigma/match/ipNetwork";
import { numberOf } from "../../../../../detective/sigma/match/numberTest";
import { timePart } from "../../../../../detective/sigma/match/timePart";

describe("ipNetwork", () => {
  it("holds addresses of its family in plain spelling, and nothing else", () => {
    const cases: [network: string, inside: string[], outside: string[]][] = [
      ["10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["11.0.0.0", "::ffff:10.0.0.1", "::10.0.0.1"]],
      [
        "10.0.0.0/8",
        [],
        [
          "",
          "10",
          "10.1",
          "10.0.0.1.",
          "10.0.0.01",
          "10.0.0.256",
          " 10.0.0.1",
          "10.0.0.1\n",
          "10.0.0.1/32",
          "0x0a.0.0.1",
          "10.0.0.1e0",
          "[10.0.0.1]",
          "ec2.amazonaws.com",
        ],
      ],
      ["192.0.2.7", ["192.0.2.7"], ["192.0.2.6", "192.0.2.8"]],
      ["192.0.2.128/25", ["192.0.2.128", "192.0.2.255"], ["192.0.2.127"]],
      ["0.0.0.0/0", ["255.255.255.255", "0.0.0.0"], ["::"]],
      [
        "2001:db8::/32",
        [
          "2001:db8::",
          "2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff",
          "2001:0db8:0:0:0:0:0:1",
          "2001:db8::192.0.2.1",
        ],
        [
          "2001:db9::",
          "2001:db8",
          "2001:db8:::1",
          "2001:db8::1::2",
          "2001:db8::1%eth0",
          "[2001:db8::1]",
          "2001:db8::12345",
          "2001:db8::1.2.3",
          "2001:db8:1.2.3.4::",
          "192.0.2.1",
        ],
      ],
      ["2001:db8::8000/113", ["2001:db8::ffff"], ["2001:db8::7fff", "2001:db8::1:8000"]],
      ["::ffff:0:0/96", ["::ffff:10.0.0.1"], ["10.0.0.1"]],
      [
        "::/0",
        ["::", "::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::"],
        ["1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7", ":", "1:2:3:4:5:6:7:8::", ":1:2:3:4:5:6:7:8"],
      ],
    ];
    for (const [network, inside, outside] of cases) {
      const has = ipNetwork(network);
      for (const text of inside) assert.ok(has(text), `${text} in ${network}`);
      for (const text of outside) assert.ok(!has(text), `${JSON.stringify(text)} not in ${network}`);
    }
  });

  it("agrees with Node's own list", () => {
    const list = (address: string, bits: number) => {
      const made = new BlockList();
      made.addSubnet(address, bits, isIP(address) === 6 ? "ipv6" : "ipv4");
      return made;
    };
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (base, bits, address) => {
        assert.equal(ipNetwork(`${base}/${bits}`)(address), list(base, bits).check(address));
      }),
      { seed: 20260131, numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.ipV6(), (base, bits, address) => {
        assert.equal(ipNetwork(`${base}/${bits}`)(address), list(base, bits).check(address, "ipv6"));
        assert.ok(ipNetwork(`${base}/${bits}`)(base));
      }),
      { seed: 20260131, numRuns: 500 },
    );
  });

  it("refuses what is no network", () => {
    for (const network of ["10.0.0.0/33", "::/129", "home", "", "10.0.0.0/", "10.0.0.0/a", "10.0/8", "::/-1"])
      assert.throws(() => ipNetwork(network), {
        name: "RangeError",
        message: `"${network}" is no network; use one like 192.0.2.0/24 or 2001:db8::/32`,
      });
  });
});

describe("numberOf", () => {
  it("takes numbers, and texts that are one JSON number", () => {
    for (const [value, number] of [
      [12, 12],
      ["12", 12],
      ["-0.5e2", -50],
      ["1E3", 1000],
      ["1e999", Infinity],
    ] as const)
      assert.equal(numberOf(value), number);
    for (const value of [
      "",
      " 12",
      "12 ",
      "012",
      "+1",
      ".5",
      "1.",
      "0x1",
      "1_0",
      "NaN",
      "Infinity",
      "12\n",
      true,
      null,
      {},
    ])
      assert.equal(numberOf(value), undefined, JSON.stringify(value));
  });
});

describe("timePart", () => {
  const parts = (text: string) =>
    (["year", "month", "day", "hour", "minute", "week"] as TimePart[]).map((part) => timePart(text, part));

  it("reads the parts of a time in UTC", () => {
    for (const [text, expected] of [
      ["2026-01-31T09:30:00Z", [2026, 1, 31, 9, 30, 5]],
      ["2026-01-31T23:59:59.999999999Z", [2026, 1, 31, 23, 59, 5]],
      ["2026-01-31T23:30:00-01:00", [2026, 2, 1, 0, 30, 5]],
      ["2026-01-01T00:15:00+05:45", [2025, 12, 31, 18, 30, 1]],
      ["2024-02-29T00:00:00Z", [2024, 2, 29, 0, 0, 9]],
      // ISO 8601's weeks at the turn of years.
      ["2020-12-31T00:00:00Z", [2020, 12, 31, 0, 0, 53]],
      ["2021-01-03T23:00:00Z", [2021, 1, 3, 23, 0, 53]],
      ["2021-01-04T00:00:00Z", [2021, 1, 4, 0, 0, 1]],
      ["2024-12-30T00:00:00Z", [2024, 12, 30, 0, 0, 1]],
      ["0001-01-01T00:00:00Z", [1, 1, 1, 0, 0, 1]],
    ] as const)
      assert.deepEqual(parts(text), expected, text);
  });

  it("takes nothing else for a time", () => {
    for (const text of [
      "",
      "2026-01-31",
      "2026-01-31T09:30:00",
      "2026-01-31 09:30:00Z",
      "2026-01-31T09:30Z",
      "2026-02-30T00:00:00Z",
      "2025-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-01-31T24:00:00Z",
      "2026-01-31T23:59:60Z",
      "2026-01-31T09:30:00z",
      "2026-01-31T09:30:00Z\n",
      "1769851800000",
    ])
      assert.equal(timePart(text, "hour"), undefined, JSON.stringify(text));
  });
});
