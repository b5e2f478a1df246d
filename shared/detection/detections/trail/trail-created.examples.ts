import { byRole, deploying, type Examples, example, refused, trail } from "../../examples/builders.ts";

const settings = { trailBuckets: ["company-trail"] };

export const examples: Examples = {
  fires: [
    example(
      "A trail writes to a bucket that is not known",
      trail("CreateTrail", { name: "second", s3BucketName: "mallorys-bucket" }),
      { settings, severity: "MEDIUM", why: "mallorys-bucket" },
    ),
    example(
      "A user makes one that writes to a known bucket",
      trail("CreateTrail", { name: "second", s3BucketName: "company-trail" }, byRole("ci")),
      { settings, severity: "LOW" },
    ),
  ],
  silent: [
    example(
      "CloudFormation makes one that writes to a known bucket",
      trail("CreateTrail", { name: "second", s3BucketName: "company-trail" }, deploying),
      { settings },
    ),
    example(
      "CloudFormation makes one where the settings name no bucket",
      trail("CreateTrail", { name: "second", s3BucketName: "company-trail" }, deploying),
    ),
    example(
      "It was refused",
      trail("CreateTrail", { name: "second", s3BucketName: "mallorys-bucket" }, refused),
      { settings },
    ),
  ],
};
