import { accountId } from "../../account/index.ts";
import { accountChange } from "./account-change.ts";

export const volumeEncryptionOff = accountChange({
  id: "volume-encryption-off",
  title: "New volumes are no longer encrypted by default",
  technique: "T1562",
  service: "ec2",
  eventName: "DisableEbsEncryptionByDefault",
  region: "eu-central-1",
  request: { DisableEbsEncryptionByDefaultRequest: {} },
  resources: [`${accountId}/eu-central-1`],
});
