import { accountId, foreignAccountId } from "../../account/index.ts";
import { keyCall } from "../../records/kms.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";

export const keyCreatedWithoutLockoutCheck: Attack = {
  id: "key-created-without-lockout-check",
  title: "A key is made that the account itself cannot manage",
  technique: "T1486",
  behaviours: ["key-lockout-check-bypassed"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = stolenSession(scene, "PlatformEngineer");
    const keyId = random.uuid();
    const key = { region: "eu-central-1", arn: `arn:aws:kms:eu-central-1:${accountId}:key/${keyId}` };
    const Principal = { AWS: `arn:aws:iam::${foreignAccountId}:root` };
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }],
    });
    const records = [
      keyCall(random, at, caller, key, {
        eventName: "CreateKey",
        readOnly: false,
        request: { policy, keySpec: "SYMMETRIC_DEFAULT", bypassPolicyLockoutSafetyCheck: true },
        response: { keyMetadata: { aWSAccountId: accountId, keyId, arn: key.arn, keyState: "Enabled" } },
      }),
    ];
    return { records, principals, resources: [key.arn], until: at };
  },
};
