import { byRole, deploying, type Examples, example, refused, trail } from "../../examples/builders.ts";

const settings = { trailBuckets: ["company-trail"] };

export const examples: Examples = {
  fires: [
    example("A trail writes to another bucket", trail("UpdateTrail", { s3BucketName: "mallorys-bucket" }), {
      settings,
      severity: "HIGH",
      why: "mallorys-bucket",
    }),
    example("It sees one region alone", trail("UpdateTrail", { isMultiRegionTrail: false }, byRole("ci")), {
      settings,
      severity: "HIGH",
      why: "one region",
    }),
    example("It gets a key", trail("UpdateTrail", { kmsKeyId: "alias/trail" }), {
      settings,
      severity: "LOW",
    }),
    example(
      "CloudFormation takes away the signatures",
      trail("UpdateTrail", { enableLogFileValidation: false }, deploying),
      { settings, severity: "HIGH" },
    ),
  ],
  silent: [
    example(
      "CloudFormation gives it a key",
      trail(
        "UpdateTrail",
        { kmsKeyId: "alias/trail", s3BucketName: "company-trail", isMultiRegionTrail: true },
        deploying,
      ),
      { settings },
    ),
    example("It was refused", trail("UpdateTrail", { isMultiRegionTrail: false }, refused), { settings }),
    example("It is looked at", trail("GetTrailStatus"), { settings }),
  ],
};
