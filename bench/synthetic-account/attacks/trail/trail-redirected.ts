import { trailChange, trailName } from "./trail-change.ts";

export const trailRedirected = trailChange(
  "trail-redirected",
  "The trail writes to another bucket, and sees one region alone",
  "cloudtrail",
  "UpdateTrail",
  { name: trailName, s3BucketName: "somebody-elses-bucket", isMultiRegionTrail: false },
);
