import { foreignAccountId } from "../../account/index.ts";
import { secretPolicy } from "../../records/policies.ts";
import { secretChange } from "./secret-change.ts";

export const secretPolicyOpened = secretChange({
  id: "secret-policy-opened",
  title: "A secret's policy lets an unknown account read it",
  technique: "T1098",
  behaviours: ["secret-policy-opened"],
  eventName: "PutResourcePolicy",
  request: {
    resourcePolicy: secretPolicy([`arn:aws:iam::${foreignAccountId}:root`]),
    blockPublicPolicy: false,
  },
});
