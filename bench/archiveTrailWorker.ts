// Writes one day of an archive in a process of its own; prints what was written as JSON.
import { type SyntheticTrailOptions, writeSyntheticTrail } from "./syntheticTrail";

const [folder = "", options = "{}"] = process.argv.slice(2);
process.stdout.write(
  JSON.stringify(writeSyntheticTrail(folder, JSON.parse(options) as SyntheticTrailOptions)),
);
