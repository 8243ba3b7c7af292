import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { SetupError } from "../setupError";
import { grpcHandlers } from "./grpcHandlers";
import { ProviderService } from "./providerService";

/** A provider that runs in this process. */
export interface RunningProvider {
  /** The loopback port it listens on. */
  port: number;
  /** The value of `PULUMI_DEBUG_PROVIDERS` that makes the engine use it: `aws:<port>`. */
  debugProviders: string;
  /** Ends it; requests under way are cut off. */
  stop(): Promise<void>;
}

export interface ProviderOptions {
  /**
   * The loopback port to listen on.
   * @default any free port
   */
  port?: number;
  /**
   * Where `AWS_ENDPOINT_URL`, `AWS_REGION` and credentials are looked up when the stack configures none.
   * @default process.env
   */
  env?: NodeJS.ProcessEnv;
}

/**
 * Starts the sandbox's `aws` provider in this process.
 *
 * Give the engine `PULUMI_DEBUG_PROVIDERS` = `debugProviders` and `PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION` =
 * `true`. One server serves any number of stacks and provider instances; it accepts loopback endpoints only.
 *
 * @throws SetupError when the port is taken
 */
export async function startProvider({
  port = 0,
  env = process.env,
}: ProviderOptions = {}): Promise<RunningProvider> {
  // The engine sends whole states in one message; it sets no limit either.
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const handlers = grpcHandlers(new ProviderService(env));
  server.addService(ResourceProviderService, handlers as UntypedServiceImplementation);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, chosen) => {
      if (error) reject(portTaken(port, error));
      else resolve(chosen);
    });
  });
  return {
    port: bound,
    debugProviders: `aws:${bound}`,
    stop: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

function portTaken(port: number, cause: Error): SetupError {
  return new SetupError(
    `the sandbox's aws provider cannot listen on 127.0.0.1:${port}`,
    "name another port, or none for any free one",
    { cause },
  );
}
