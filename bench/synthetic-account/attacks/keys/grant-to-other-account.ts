import { foreignAccountId } from "../../account/index.ts";
import { keyChange } from "./key-change.ts";

export const grantToOtherAccount = keyChange({
  id: "grant-to-other-account",
  title: "A grant, which no policy shows, lets an unknown account decrypt",
  technique: "T1098",
  behaviours: ["grant-to-other-account"],
  eventName: "CreateGrant",
  request: ({ arn }) => ({
    keyId: arn,
    granteePrincipal: `arn:aws:iam::${foreignAccountId}:root`,
    operations: ["Decrypt", "GenerateDataKey", "CreateGrant"],
  }),
  response: ({ arn }, { random }) => ({ keyId: arn, grantId: random.uuid().replaceAll("-", "").repeat(2) }),
});
