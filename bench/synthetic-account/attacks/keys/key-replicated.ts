import { keyChange } from "./key-change.ts";

export const keyReplicated = keyChange({
  id: "key-replicated",
  title: "A key is replicated into a region where nobody looks",
  technique: "T1535",
  behaviours: ["key-replicated"],
  eventName: "ReplicateKey",
  request: ({ arn }) => ({
    keyId: arn,
    replicaRegion: "ap-southeast-2",
    bypassPolicyLockoutSafetyCheck: false,
  }),
});
