import assert from "node:assert/strict";
import { setUp } from "../../../../detective/timeline/setUp";
import { by, call } from "../../../support/records";

const admin = by.user("admin");
const at = (minute: number) => ({ eventTime: `2026-01-31T12:${String(minute).padStart(2, "0")}:00Z` });
const onBucket = (name: string, minute: number, bucketName = "logs") =>
  call(`s3:${name}`, admin, { ...at(minute), requestParameters: { bucketName } });
const create = call("cloudtrail:CreateTrail", admin, {
  ...at(5),
  requestParameters: { name: "audit", s3BucketName: "logs" },
});
const selectors = (minute: number, who = admin) =>
  call("cloudtrail:PutEventSelectors", who, { ...at(minute), requestParameters: { trailName: "audit" } });

describe("setUp", () => {
  it("is what was done on a trail's own new bucket before there was the trail, and on the trail right after", () => {
    const events = [onBucket("CreateBucket", 1), onBucket("PutBucketPolicy", 2), create, selectors(6)];
    assert.deepEqual([...setUp(events)], [events[0], events[1], events[3]]);
  });

  it("is not what comes later, by others, on a bucket that was there before, or fails", () => {
    const later = [onBucket("PutBucketPolicy", 6), selectors(16), selectors(6, by.user("mallory"))];
    assert.deepEqual([...setUp([onBucket("CreateBucket", 1), create, ...later])].length, 1);
    assert.deepEqual([...setUp([onBucket("PutBucketPolicy", 2), create])], []);
    const failed = { ...create, errorCode: "TrailAlreadyExistsException" };
    assert.deepEqual([...setUp([onBucket("CreateBucket", 1), onBucket("PutBucketPolicy", 2), failed])], []);
  });
});
