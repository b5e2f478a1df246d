import { accountId } from "../../account/index.ts";
import { accountChange } from "./account-change.ts";

export const loginProfileChanged = accountChange({
  id: "login-profile-changed",
  title: "Somebody sets the console password of another user",
  technique: "T1098.001",
  service: "iam",
  eventName: "UpdateLoginProfile",
  region: "us-east-1",
  request: { userName: "administrator", passwordResetRequired: false },
  resources: [`arn:aws:iam::${accountId}:user/administrator`],
});
