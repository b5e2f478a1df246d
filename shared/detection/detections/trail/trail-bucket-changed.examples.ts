import {
  account,
  allow,
  byRole,
  deploying,
  type Examples,
  example,
  ownAccount,
  refused,
  s3,
  stranger,
} from "../../examples/builders.ts";

const withPolicy = (...statements: object[]) => ({
  bucketPolicy: { Version: "2012-10-17", Statement: statements },
  policy: "",
});

export const examples: Examples = {
  fires: [
    example("The bucket is deleted", s3("DeleteBucket"), { severity: "HIGH", why: "deleted the bucket" }),
    example("Its policy is deleted", s3("DeleteBucketPolicy", {}, byRole("ci"))),
    example(
      "Its policy lets in another account",
      s3("PutBucketPolicy", withPolicy(allow({ AWS: stranger }))),
      { severity: "HIGH", why: stranger },
    ),
    example("Its policy is replaced by a harmless one", s3("PutBucketPolicy", withPolicy(ownAccount)), {
      severity: "LOW",
    }),
    example(
      "Its versioning is suspended",
      s3("PutBucketVersioning", { VersioningConfiguration: { Status: "Suspended" }, versioning: "" }),
    ),
    example("CloudFormation opens it to everyone", s3("PutBucketPolicy", withPolicy(allow("*")), deploying), {
      severity: "HIGH",
      why: "everyone",
    }),
  ],
  silent: [
    example("Another bucket is deleted", s3("DeleteBucket", { bucketName: "thumbnails" })),
    example(
      "Where the settings name the buckets, one that is only called so",
      s3("DeleteBucket", { bucketName: "test-cloudtrail-copy" }),
      { settings: { trailBuckets: ["company-trail"] } },
    ),
    example(
      "CloudFormation replaces the policy",
      s3("PutBucketPolicy", withPolicy(ownAccount, allow({ AWS: account })), deploying),
    ),
    example(
      "Versioning is turned on",
      s3("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" }, versioning: "" }),
    ),
    example("It was refused", s3("DeleteBucket", {}, refused)),
  ],
};
