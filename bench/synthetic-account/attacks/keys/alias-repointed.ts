import { accountId } from "../../account/index.ts";
import { keyCall } from "../../records/kms.ts";
import type { Attack } from "../attack.ts";
import { aKey, stolenSession } from "../intruders.ts";

export const aliasRepointed: Attack = {
  id: "alias-repointed",
  title: "An alias that applications encrypt under is pointed at another key",
  technique: "T1486",
  behaviours: ["alias-repointed"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = stolenSession(scene, "PlatformEngineer");
    const key = aKey(scene);
    const other = aKey(scene, ({ arn }) => arn !== key.arn);
    const aliasArn = `arn:aws:kms:${key.region}:${accountId}:${key.alias}`;
    const records = [
      keyCall(random, at, caller, other, {
        eventName: "UpdateAlias",
        readOnly: false,
        request: { aliasName: key.alias, targetKeyId: other.id },
        response: { keyId: other.arn },
        resources: [aliasArn, other.arn].map((ARN) => ({ accountId, type: "AWS::KMS::Key", ARN })),
      }),
    ];
    return { records, principals, resources: [key.arn, other.arn, aliasArn, key.alias], until: at };
  },
};
