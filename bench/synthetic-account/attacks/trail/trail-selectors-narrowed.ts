import { trailChange, trailName } from "./trail-change.ts";

export const trailSelectorsNarrowed = trailChange(
  "trail-selectors-narrowed",
  "The trail no longer records what is read, nor anything of KMS",
  "cloudtrail",
  "PutEventSelectors",
  {
    trailName,
    eventSelectors: [
      {
        readWriteType: "WriteOnly",
        includeManagementEvents: true,
        dataResources: [],
        excludeManagementEventSources: ["kms.amazonaws.com"],
      },
    ],
  },
);
