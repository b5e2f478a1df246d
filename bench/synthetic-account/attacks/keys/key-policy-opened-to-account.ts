import { foreignAccountId } from "../../account/index.ts";
import { keyPolicy } from "../../records/policies.ts";
import { keyChange } from "./key-change.ts";

export const keyPolicyOpenedToAccount = keyChange({
  id: "key-policy-opened-to-account",
  title: "A key's policy lets an unknown account use it",
  technique: "T1098",
  behaviours: ["key-policy-opened"],
  eventName: "PutKeyPolicy",
  request: ({ id }) => ({
    keyId: id,
    policyName: "default",
    policy: keyPolicy([`arn:aws:iam::${foreignAccountId}:root`]),
    bypassPolicyLockoutSafetyCheck: false,
  }),
});
