/** A running AWS emulator, whether this process started it or found it. */
export interface Emulator {
  /** For example `http://127.0.0.1:40123`; what `AWS_ENDPOINT_URL` is set to. */
  readonly endpoint: string;
  /** The region that calls are made in unless something else is asked for. */
  readonly region: string;
  readonly accountId: string;
  /** Keys of the account's root user, who may do everything. */
  readonly rootCredentials: Credentials;
  /** Its process, unless somebody else started it. */
  readonly pid?: number;
  /** The temporary folder with everything it writes, unless somebody else started it. */
  readonly folder?: string;
  /** Whether its process still runs; true for one that somebody else started. */
  alive(): boolean;
  /** Its last lines of log, for an error message; empty for one that somebody else started. */
  recentLog(): string;
  /** Ends it and removes its folder; does nothing the second time, nor for one that somebody else started. */
  stop(): Promise<void>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
