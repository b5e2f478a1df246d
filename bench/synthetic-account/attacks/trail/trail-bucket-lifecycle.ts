import { trailBucket, trailChange } from "./trail-change.ts";

export const trailBucketLifecycle = trailChange(
  "trail-bucket-lifecycle",
  "The trail's log files are deleted after a day",
  "s3",
  "PutBucketLifecycle",
  {
    bucketName: trailBucket,
    lifecycle: "",
    LifecycleConfiguration: {
      Rule: {
        ID: "nuke-cloudtrail-logs-after-1-day",
        Status: "Enabled",
        Expiration: { Days: 1 },
        Filter: { Prefix: "" },
      },
    },
  },
);
