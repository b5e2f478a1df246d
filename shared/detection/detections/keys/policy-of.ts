import type { CloudTrailRecord } from "../../../trail/index.ts";

/** Calls that give a key a policy, each under the parameter `policy`. */
export const givesPolicy = [
  { source: "kms.amazonaws.com", names: ["PutKeyPolicy", "CreateKey", "ReplicateKey"] },
];

/** The policy that a call gives to a key. */
export function policyOf({ requestParameters }: CloudTrailRecord): unknown {
  return requestParameters?.policy;
}
