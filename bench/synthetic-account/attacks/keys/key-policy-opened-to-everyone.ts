import { keyPolicy } from "../../records/policies.ts";
import { keyChange } from "./key-change.ts";

export const keyPolicyOpenedToEveryone = keyChange({
  id: "key-policy-opened-to-everyone",
  title: "A key's policy lets everyone use it",
  technique: "T1098",
  behaviours: ["key-policy-opened"],
  eventName: "PutKeyPolicy",
  request: ({ id }) => ({
    keyId: id,
    policyName: "default",
    policy: keyPolicy("*"),
    bypassPolicyLockoutSafetyCheck: false,
  }),
});
