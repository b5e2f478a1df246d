import { trailArn, trailChange } from "./trail-change.ts";

export const trailStopped = trailChange(
  "trail-stopped",
  "The trail is stopped",
  "cloudtrail",
  "StopLogging",
  {
    name: trailArn,
  },
);
