import type { s3, types } from "@pulumi/aws";
import type {
  ExpirationStatus,
  LifecycleRule,
  LifecycleRuleFilter,
  TransitionDefaultMinimumObjectSize,
  TransitionStorageClass,
} from "@aws-sdk/client-s3";
import { unlessMissing } from "../apiErrors";
import { block, count, flag, listOf, region, setOf, text, textMap, unserved } from "../fields";
import { defineRecord } from "../record";
import { tagList, tagMap } from "../tags";

type Rule = types.output.s3.BucketLifecycleConfigurationRule;
type Filter = types.output.s3.BucketLifecycleConfigurationRuleFilter;
type Wanted<T> = { [K in keyof T]?: T[K] | undefined };

const sizes = { objectSizeGreaterThan: count({ default: 0 }), objectSizeLessThan: count({ default: 0 }) };
const ruleFields = {
  abortIncompleteMultipartUpload: block({ daysAfterInitiation: count() }),
  expiration: block({
    date: text({ same: sameMoment }),
    days: count({ default: 0 }),
    expiredObjectDeleteMarker: flag({ default: false }),
  }),
  filter: block({
    and: block({ ...sizes, prefix: text(), tags: textMap() }),
    ...sizes,
    prefix: text(),
    tag: block({ key: text({ required: true }), value: text({ required: true }) }),
  }),
  id: text({ required: true }),
  noncurrentVersionExpiration: block({
    newerNoncurrentVersions: count(),
    noncurrentDays: count({ required: true }),
  }),
  noncurrentVersionTransitions: setOf(
    block({
      newerNoncurrentVersions: count(),
      noncurrentDays: count({ required: true }),
      storageClass: text({ required: true }),
    }),
  ),
  prefix: unserved("deprecated by the vendor; use filter.prefix"),
  status: text({ required: true, oneOf: ["Enabled", "Disabled"] }),
  transitions: setOf(
    block({
      date: text({ same: sameMoment }),
      days: count({ default: 0 }),
      storageClass: text({ required: true }),
    }),
  ),
};

/** `aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration` */
export const bucketLifecycle = defineRecord<
  s3.BucketLifecycleConfigurationArgs,
  s3.BucketLifecycleConfiguration,
  "timeouts"
>({
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  fields: {
    bucket: text({ required: true, replaces: true }),
    expectedBucketOwner: unserved(),
    region,
    rules: listOf(block(ruleFields), { required: true }),
    // Nothing here waits, so that how long to wait makes no difference.
    timeouts: block({ create: text(), update: text() }, { stateOnly: true }),
    transitionDefaultMinimumObjectSize: text({
      computed: true,
      oneOf: ["all_storage_classes_128K", "varies_by_storage_class"],
    }),
  },
  outputs: [],
  identity: ["bucket"],
  async create({ aws }, inputs, made) {
    await (await aws.s3()).putBucketLifecycleConfiguration(lifecycle(inputs.bucket, inputs));
    made(inputs.bucket);
  },
  async read({ aws }, id) {
    const asked = (await aws.s3()).getBucketLifecycleConfiguration({ Bucket: id });
    const found = await unlessMissing(asked, "NoSuchLifecycleConfiguration", "NoSuchBucket");
    if (!found?.Rules) return undefined;
    return {
      bucket: id,
      expectedBucketOwner: "",
      rules: found.Rules.map(fromApi),
      transitionDefaultMinimumObjectSize:
        found.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K",
    };
  },
  async update({ aws }, id, { changed, inputs }) {
    if (!changed("rules", "transitionDefaultMinimumObjectSize")) return;
    await (await aws.s3()).putBucketLifecycleConfiguration(lifecycle(id, inputs));
  },
  async remove({ aws }, id) {
    const asked = (await aws.s3()).deleteBucketLifecycle({ Bucket: id });
    await unlessMissing(asked, "NoSuchLifecycleConfiguration", "NoSuchBucket");
  },
});

function lifecycle(Bucket: string, inputs: { rules?: unknown; transitionDefaultMinimumObjectSize?: string }) {
  return {
    Bucket,
    LifecycleConfiguration: { Rules: ((inputs.rules ?? []) as Wanted<Rule>[]).map(toApi) },
    ...(inputs.transitionDefaultMinimumObjectSize && {
      TransitionDefaultMinimumObjectSize:
        inputs.transitionDefaultMinimumObjectSize as TransitionDefaultMinimumObjectSize,
    }),
  };
}

function toApi(rule: Wanted<Rule>): LifecycleRule {
  const {
    expiration,
    noncurrentVersionExpiration: oldVersions,
    abortIncompleteMultipartUpload: abort,
  } = rule;
  return {
    ID: rule.id,
    Status: rule.status as ExpirationStatus,
    Filter: filterToApi(rule.filter ?? {}),
    ...(rule.transitions?.length && {
      Transitions: rule.transitions.map(({ date, days, storageClass }) => ({
        ...when(date, days),
        StorageClass: storageClass as TransitionStorageClass,
      })),
    }),
    ...(expiration && {
      Expiration: {
        ...(expiration.expiredObjectDeleteMarker
          ? { ExpiredObjectDeleteMarker: true }
          : when(expiration.date, expiration.days)),
      },
    }),
    ...(rule.noncurrentVersionTransitions?.length && {
      NoncurrentVersionTransitions: rule.noncurrentVersionTransitions.map((transition) => ({
        NewerNoncurrentVersions: transition.newerNoncurrentVersions,
        NoncurrentDays: transition.noncurrentDays,
        StorageClass: transition.storageClass as TransitionStorageClass,
      })),
    }),
    ...(oldVersions && {
      NoncurrentVersionExpiration: {
        NewerNoncurrentVersions: oldVersions.newerNoncurrentVersions,
        NoncurrentDays: oldVersions.noncurrentDays,
      },
    }),
    ...(abort && { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort.daysAfterInitiation } }),
  };
}

function filterToApi(filter: Wanted<Filter>): LifecycleRuleFilter {
  const { and, tag } = filter;
  if (and) {
    return {
      And: {
        Prefix: and.prefix || undefined,
        ObjectSizeGreaterThan: and.objectSizeGreaterThan || undefined,
        ObjectSizeLessThan: and.objectSizeLessThan || undefined,
        Tags: and.tags && tagList(and.tags),
      },
    };
  }
  if (tag) return { Tag: { Key: tag.key, Value: tag.value } };
  if (filter.objectSizeGreaterThan) return { ObjectSizeGreaterThan: filter.objectSizeGreaterThan };
  if (filter.objectSizeLessThan) return { ObjectSizeLessThan: filter.objectSizeLessThan };
  return { Prefix: filter.prefix ?? "" };
}

function fromApi(rule: LifecycleRule): Rule {
  const { Expiration: expiration, NoncurrentVersionExpiration: oldVersions } = rule;
  return {
    abortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload && {
      daysAfterInitiation: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation,
    },
    expiration: expiration && {
      date: expiration.Date?.toISOString(),
      days: expiration.Days ?? 0,
      expiredObjectDeleteMarker: expiration.ExpiredObjectDeleteMarker ?? false,
    },
    filter: filterFromApi(rule),
    id: rule.ID ?? "",
    noncurrentVersionExpiration: oldVersions && {
      newerNoncurrentVersions: oldVersions.NewerNoncurrentVersions,
      noncurrentDays: oldVersions.NoncurrentDays ?? 0,
    },
    noncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map((transition) => ({
      newerNoncurrentVersions: transition.NewerNoncurrentVersions,
      noncurrentDays: transition.NoncurrentDays ?? 0,
      storageClass: transition.StorageClass ?? "",
    })),
    prefix: "",
    status: rule.Status ?? "",
    transitions: rule.Transitions?.map(({ Date: date, Days, StorageClass }) => ({
      date: date?.toISOString(),
      days: Days ?? 0,
      storageClass: StorageClass ?? "",
    })),
  };
}

function filterFromApi({ Filter: filter }: LifecycleRule): Filter {
  const { And: and, Tag: tag } = filter ?? {};
  return {
    and: and && {
      objectSizeGreaterThan: and.ObjectSizeGreaterThan ?? 0,
      objectSizeLessThan: and.ObjectSizeLessThan ?? 0,
      prefix: and.Prefix ?? "",
      tags: and.Tags && tagMap(and.Tags),
    },
    objectSizeGreaterThan: filter?.ObjectSizeGreaterThan ?? 0,
    objectSizeLessThan: filter?.ObjectSizeLessThan ?? 0,
    prefix: filter?.Prefix ?? "",
    tag: tag && { key: tag.Key ?? "", value: tag.Value ?? "" },
  };
}

/** A date wins over days; a transition on day 0 is one, an expiry on day 0 is none but S3 says that itself. */
function when(date: string | undefined, days: number | undefined) {
  return date ? { Date: new Date(date) } : { Days: days };
}

function sameMoment(was: unknown, want: unknown): boolean {
  return new Date(String(was)).getTime() === new Date(String(want)).getTime();
}
