import { accountId } from "../../account/index.ts";
import { accountChange } from "./account-change.ts";

export const accessKeyCreated = accountChange({
  id: "access-key-created",
  title: "Somebody makes an access key for another user",
  technique: "T1098.001",
  service: "iam",
  eventName: "CreateAccessKey",
  region: "us-east-1",
  request: { userName: "administrator" },
  resources: [`arn:aws:iam::${accountId}:user/administrator`],
});
