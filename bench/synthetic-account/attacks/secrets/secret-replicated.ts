import { secretChange } from "./secret-change.ts";

export const secretReplicated = secretChange({
  id: "secret-replicated",
  title: "A secret is replicated into a region where nobody looks",
  technique: "T1535",
  behaviours: ["secret-replicated"],
  eventName: "ReplicateSecretToRegions",
  request: { addReplicaRegions: [{ region: "ap-southeast-2" }], forceOverwriteReplicaSecret: false },
  response: () => ({ replicationStatus: [{ region: "ap-southeast-2", status: "InProgress" }] }),
});
