import { trailChange, trailName } from "./trail-change.ts";

export const trailDeleted = trailChange(
  "trail-deleted",
  "The trail is deleted",
  "cloudtrail",
  "DeleteTrail",
  {
    name: trailName,
  },
);
