/** The tactics that ATT&CK puts a technique under, its sub-techniques with it. Source: attack.mitre.org/matrices/enterprise */
const TACTICS: Readonly<Record<string, readonly string[]>> = byTechnique({
  TA0042: "T1583 T1584 T1586",
  TA0001: "T1078 T1133 T1190 T1199",
  TA0002: "T1053 T1059 T1072 T1204 T1609 T1610 T1648 T1651",
  TA0003: "T1037 T1053 T1078 T1098 T1133 T1136 T1525 T1546 T1556",
  TA0004: "T1037 T1053 T1078 T1098 T1484 T1546 T1548",
  TA0005: "T1070 T1078 T1484 T1535 T1548 T1550 T1556 T1562 T1578 T1599 T1610 T1666",
  TA0006: "T1040 T1110 T1528 T1552 T1555 T1556 T1557 T1606 T1621",
  TA0007: "T1040 T1046 T1069 T1087 T1201 T1518 T1526 T1538 T1580 T1613 T1619",
  TA0008: "T1021 T1072 T1550",
  TA0009: "T1074 T1113 T1119 T1213 T1530 T1557",
  TA0011: "T1572",
  TA0010: "T1020 T1537 T1567",
  TA0040: "T1485 T1486 T1489 T1490 T1491 T1496 T1498 T1499 T1531 T1561 T1565 T1657",
});

/** The ids of a technique's tactics; undefined for one that isn't known here. */
export function techniqueTactics(technique: string): readonly string[] | undefined {
  const parent = technique.split(".")[0]!;
  return Object.hasOwn(TACTICS, parent) ? TACTICS[parent] : undefined;
}

function byTechnique(byTactic: Readonly<Record<string, string>>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [tactic, techniques] of Object.entries(byTactic))
    for (const technique of techniques.split(" ")) (found[technique] ??= []).push(tactic);
  return found;
}
