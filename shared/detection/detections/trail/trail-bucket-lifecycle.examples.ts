import { byRole, type Examples, example, refused, s3 } from "../../examples/builders.ts";

const rule = (days: number, more: object = {}) => ({
  LifecycleConfiguration: {
    Rule: { ID: "expire", Status: "Enabled", Filter: { Prefix: "*" }, Expiration: { Days: days }, ...more },
  },
  lifecycle: "",
});

export const examples: Examples = {
  fires: [
    example("Log files are deleted after a day", s3("PutBucketLifecycle", rule(1)), {
      severity: "HIGH",
      why: "after 1 days",
    }),
    example(
      "After 60 days, from a bucket that the settings name",
      s3("PutBucketLifecycle", { ...rule(60), bucketName: "company-trail" }, byRole("ci")),
      {
        settings: { trailBuckets: ["company-trail"] },
        severity: "MEDIUM",
      },
    ),
    example(
      "One of several rules",
      s3("PutBucketLifecycle", {
        LifecycleConfiguration: {
          Rule: [rule(400).LifecycleConfiguration.Rule, rule(7).LifecycleConfiguration.Rule],
        },
      }),
      { why: "after 7 days" },
    ),
    example(
      "All at once, by a date that has passed",
      s3("PutBucketLifecycle", rule(1, { Expiration: { Date: "2020-01-01T00:00:00Z" } })),
      { severity: "HIGH", why: "after 0 days" },
    ),
  ],
  silent: [
    example(
      "On a day far away",
      s3("PutBucketLifecycle", rule(1, { Expiration: { Date: "2099-01-01T00:00:00Z" } })),
    ),
    example("After a year", s3("PutBucketLifecycle", rule(365))),
    example("A rule that is off", s3("PutBucketLifecycle", rule(1, { Status: "Disabled" }))),
    example("Another bucket", s3("PutBucketLifecycle", { ...rule(1), bucketName: "thumbnails" })),
    example(
      "It moves them to Glacier and deletes none",
      s3(
        "PutBucketLifecycle",
        rule(1, { Expiration: undefined, Transition: { Days: 1, StorageClass: "GLACIER" } }),
      ),
    ),
    example("It was refused", s3("PutBucketLifecycle", rule(1), refused)),
  ],
};
