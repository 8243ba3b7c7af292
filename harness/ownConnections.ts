import * as settings from "@pulumi/pulumi/runtime/settings";

/** gRPC: connections of a client's own instead of those that all clients of the process share. */
const OWN = { "grpc.use_local_subchannel_pool": 1 };

/**
 * Lets every inline program connect to its engine anew.
 *
 * The clients of Pulumi's SDK share connections by address. An engine that has ended leaves its ports to others, and
 * where a later engine of the same process is given one of them, the program is told that the former is not there
 * ("14 UNAVAILABLE: No connection established. Last error: null").
 */
export function ownConnections(): void {
  Object.assign(clientOptions(), OWN);
}

/** What the SDK makes its clients with, which it leaves out of its declarations. */
function clientOptions(): Record<string, unknown> {
  return (settings as unknown as { grpcClientOptions: Record<string, unknown> }).grpcClientOptions;
}
