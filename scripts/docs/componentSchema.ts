import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";

/** What Pulumi's component analyzer says of the components: what other languages get, and what the page shows. */
export type ComponentSchema = ReturnType<Analyzer["analyze"]>;

/** Reads the components of a repository; takes 4 to 6 s. */
export function componentSchema(root: string): ComponentSchema {
  // The analyzer compiles all that tsconfig.json names; one of its own with the components alone takes a fifth of the time.
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-docs-"));
  try {
    const tsconfig = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { types: [] },
      include: [join(root, "components")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    const manifest = { name: "audit-trail", main: join(root, "components", "index.ts") };
    return new Analyzer(
      folder,
      manifest.name,
      manifest,
      new Set(["AuditTrail", "EncryptedLogBucket", "TrailAlarms", "TrailAnalytics"]),
    ).analyze();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
