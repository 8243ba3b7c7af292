import { S3Bucket, S3Page, etagOf, sizeOf } from "./s3Bucket";

/** Why S3 says no: its code, the status that goes with it, and its words. */
export interface S3Refusal {
  status: number;
  code: string;
  message: string;
  /** Other elements of the answer, for example `Region`. */
  more?: Readonly<Record<string, string>>;
}

export function errorXml({ code, message, more = {} }: S3Refusal, resource: string): string {
  return document("Error", {
    Code: code,
    Message: message,
    ...more,
    Resource: resource,
    RequestId: "LOOPBACK",
  });
}

export function locationXml(region: string): string {
  return `${HEAD}<LocationConstraint ${XMLNS}>${region === "us-east-1" ? "" : region}</LocationConstraint>`;
}

/** The answer to ListObjects in either version. */
export function listXml(
  bucket: S3Bucket,
  name: string,
  asked: URLSearchParams,
  page: S3Page,
  max: number,
): string {
  const url = asked.get("encoding-type") === "url";
  // As S3 does it: like a form's field, slashes as they are.
  const coded = (text: string) =>
    url ? encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+") : text;
  const v2 = asked.get("list-type") === "2";
  const given = (parameter: string) => asked.get(parameter) ?? undefined;
  const maybe = (text: string | undefined) => (text === undefined ? undefined : coded(text));
  const head = {
    Name: name,
    Prefix: coded(given("prefix") ?? ""),
    Delimiter: maybe(given("delimiter")),
    MaxKeys: String(max),
    EncodingType: given("encoding-type"),
    IsTruncated: String(page.next !== undefined),
    ...(v2
      ? {
          KeyCount: String(page.keys.length + page.folders.length),
          StartAfter: maybe(given("start-after")),
          ContinuationToken: given("continuation-token"),
          NextContinuationToken: page.next === undefined ? undefined : tokenOf(page.next),
        }
      : { Marker: coded(given("marker") ?? ""), NextMarker: maybe(page.next) }),
  };
  const contents = page.keys.map((key) => {
    const object = bucket.get(key)!;
    const { lastModified = new Date("2026-01-01T00:00:00Z"), storageClass = "STANDARD" } = object;
    return element(
      "Contents",
      elements({
        Key: coded(key),
        LastModified: lastModified.toISOString(),
        ETag: etagOf(object),
        Size: String(sizeOf(object)),
        StorageClass: storageClass,
      }),
    );
  });
  const folders = page.folders.map((folder) =>
    element("CommonPrefixes", elements({ Prefix: coded(folder) })),
  );
  return `${HEAD}<ListBucketResult ${XMLNS}>${elements(head)}${contents.join("")}${folders.join("")}</ListBucketResult>`;
}

/** Continuation tokens are opaque: nobody may take one for a key. */
export function tokenOf(key: string): string {
  return Buffer.from(`after ${key}`).toString("base64");
}

export function keyOfToken(token: string): string | undefined {
  const text = Buffer.from(token, "base64").toString();
  return text.startsWith("after ") ? text.slice(6) : undefined;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

function document(root: string, parts: Readonly<Record<string, string | undefined>>): string {
  return `${HEAD}<${root}>${elements(parts)}</${root}>`;
}

function elements(parts: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(parts)
    .map(([name, text]) => (text === undefined ? "" : element(name, escape(text))))
    .join("");
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escape(text: string): string {
  return text.replace(
    /[&<>"'\u0000-\u001f\u007f]/g,
    (character) => `&#x${character.charCodeAt(0).toString(16)};`,
  );
}
