import * as pulumi from "@pulumi/pulumi";

/**
 * What a program's components note for each other while it runs.
 *
 * Keyed by the deployment's monitor, so that two deployments in one process do not see each other's.
 */
export class DeploymentList<T> {
  readonly #byDeployment = new WeakMap<object, T[]>();

  /** What was noted in the running deployment so far. */
  all(): T[] {
    const deployment = pulumi.runtime.getMonitor();
    return (deployment && this.#byDeployment.get(deployment)) ?? [];
  }

  /** Notes something, for those who ask later. */
  add(item: T): void {
    const deployment = pulumi.runtime.getMonitor();
    if (deployment) this.#byDeployment.set(deployment, [...this.all(), item]);
  }
}
