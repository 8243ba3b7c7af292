import { Reference } from "./check";

/** A recommendation of the CIS AWS Foundations Benchmark by its numbers: they changed with version 6.0. */
export function cis(v7: string, v3: string): Reference {
  return { name: `CIS AWS Foundations Benchmark ${v7} (v7.0), ${v3} (v3.0)` };
}

/** A page of AWS's documentation, by its path. */
export function awsPage(name: string, path: string): Reference {
  return { name, url: `https://docs.aws.amazon.com/${path}` };
}

/** A page of CloudTrail's user guide. */
export function cloudTrailPage(name: string, page: string): Reference {
  return awsPage(name, `awscloudtrail/latest/userguide/${page}.html`);
}
