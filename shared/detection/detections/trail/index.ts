import type { Definition } from "../definition.ts";
import { trailBucketChanged } from "./trail-bucket-changed.ts";
import { trailBucketLifecycle } from "./trail-bucket-lifecycle.ts";
import { trailCreated } from "./trail-created.ts";
import { trailSelectorsNarrowed } from "./trail-selectors-narrowed.ts";
import { trailStopped } from "./trail-stopped.ts";
import { trailUpdated } from "./trail-updated.ts";

/** Detections of who keeps CloudTrail from seeing. */
export const trailDetections: readonly Definition[] = [
  trailStopped,
  trailSelectorsNarrowed,
  trailUpdated,
  trailCreated,
  trailBucketLifecycle,
  trailBucketChanged,
];
