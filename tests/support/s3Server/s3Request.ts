import type { IncomingMessage } from "node:http";

export type Operation = "list" | "get" | "head" | "put" | "delete" | "location" | "headBucket" | "other";

/** A request as the server understood it. */
export interface S3Request {
  operation: Operation;
  bucket: string;
  /** Of an object; of a listing its prefix. */
  key: string;
  /** From 1: how often the very same was asked before, and this time. */
  time: number;
  range?: string;
  query: URLSearchParams;
}

export function understand({ method = "GET", url = "/", headers }: IncomingMessage): S3Request {
  const [path = "", search = ""] = split(url, "?");
  const query = new URLSearchParams(search);
  const [bucket = "", key = ""] = split(path.slice(1), "/").map(decodeURIComponent);
  const operation = operationOf(method, key, query);
  return {
    operation,
    bucket,
    key: operation === "list" ? (query.get("prefix") ?? "") : key,
    time: 1,
    ...(headers.range !== undefined && { range: headers.range }),
    query,
  };
}

function operationOf(method: string, key: string, query: URLSearchParams): Operation {
  if (method === "HEAD") return key === "" ? "headBucket" : "head";
  if (method === "PUT" && key !== "") return "put";
  if (method === "DELETE" && key !== "") return "delete";
  if (method !== "GET") return "other";
  if (key !== "") return "get";
  if (query.has("location")) return "location";
  const others = ["versioning", "policy", "acl", "encryption", "versions", "uploads"];
  return others.some((each) => query.has(each)) ? "other" : "list";
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
