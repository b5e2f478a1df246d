import type { Examples } from "../../examples/example.ts";
import { examples as trailBucketChanged } from "./trail-bucket-changed.examples.ts";
import { examples as trailBucketLifecycle } from "./trail-bucket-lifecycle.examples.ts";
import { examples as trailCreated } from "./trail-created.examples.ts";
import { examples as trailSelectorsNarrowed } from "./trail-selectors-narrowed.examples.ts";
import { examples as trailStopped } from "./trail-stopped.examples.ts";
import { examples as trailUpdated } from "./trail-updated.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const trailExamples: Readonly<Record<string, Examples>> = {
  "trail-bucket-changed": trailBucketChanged,
  "trail-bucket-lifecycle": trailBucketLifecycle,
  "trail-created": trailCreated,
  "trail-selectors-narrowed": trailSelectorsNarrowed,
  "trail-stopped": trailStopped,
  "trail-updated": trailUpdated,
};
