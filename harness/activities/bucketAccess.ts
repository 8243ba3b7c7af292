import type { Activity } from "../activity";

/** A second user looks at the log bucket: its policy, and what is in it (a data event, in no event history). */
export const bucketAccess: Activity = {
  id: "bucket-access",
  does: "reads the log bucket's policy and lists its objects as a second user",
  expects: ({ names: { auditor: user } }) => [
    { eventSource: "s3.amazonaws.com", eventName: "GetBucketPolicy", user },
    { eventSource: "s3.amazonaws.com", eventName: "GetBucketEncryption", user },
  ],
  async run({ auditor, allowed, bucketName: Bucket }) {
    const { s3 } = auditor();
    await allowed(() => s3.getBucketPolicy({ Bucket }));
    await allowed(() => s3.getBucketEncryption({ Bucket }));
    await allowed(() => s3.listObjectsV2({ Bucket }));
  },
};
