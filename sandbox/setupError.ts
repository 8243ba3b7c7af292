/** Something the sandbox needs could not be found, installed or started; the message ends with the way out. */
export class SetupError extends Error {
  constructor(
    readonly problem: string,
    readonly wayOut: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}\n  Way out: ${wayOut}`, options);
    this.name = "SetupError";
  }
}
