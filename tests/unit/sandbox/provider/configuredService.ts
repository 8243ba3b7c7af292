import type { Properties } from "../../../../sandbox/provider/propertyValues";
import { ProviderService } from "../../../../sandbox/provider/providerService";
import type { FakeAws } from "./fakeAws";

/** A working configuration, as the engine sends it: everything is text, lists and objects as JSON. */
export const configuration: Properties = {
  region: "eu-west-1",
  accessKey: "AKIDEXAMPLE",
  secretKey: "a-secret-key",
  endpoints: JSON.stringify([{ s3: "http://127.0.0.1:4566" }]),
  defaultTags: JSON.stringify({ tags: { owner: "sec" } }),
};

/** A provider on fake clients, configured on the connection "c". */
export function serviceWith(aws: FakeAws, config: Properties = configuration): ProviderService {
  const service = new ProviderService({}, aws.clients);
  service.configure("c", config);
  return service;
}

export function target(type: string, name = "thing") {
  return { urn: `urn:pulumi:dev::project::${type}::${name}`, type };
}

/** Without properties that are undefined, at any depth, as they go over the wire. */
export function clean<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
