import { offices, partnerAccountId } from "./account/index.ts";
import { trailBucket } from "./attacks/trail/trail-change.ts";

/** What whoever runs the account would tell the detections about it; the names are those of their settings. */
export const surroundings = {
  trustedAccounts: [partnerAccountId],
  ownNetworks: ["10.0.0.0/8", ...offices.map((address) => `${address}/32`)],
  trailBuckets: [trailBucket],
};
