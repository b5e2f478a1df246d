import { accountId } from "../../account/index.ts";
import { keyCall } from "../../records/kms.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { aKey, stolenSession } from "../intruders.ts";

export const aliasRecreated: Attack = {
  id: "alias-recreated",
  title: "An alias is deleted and made anew for another key",
  technique: "T1486",
  behaviours: ["alias-repointed"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = stolenSession(scene, "PlatformEngineer");
    const key = aKey(scene);
    const other = aKey(scene, ({ arn }) => arn !== key.arn);
    const { alias: aliasName, region } = key;
    const aliasArn = `arn:aws:kms:${region}:${accountId}:${aliasName}`;
    const call = (when: number, eventName: string, of: typeof key, request: Record<string, unknown>) =>
      keyCall(random, when, caller, of, {
        eventName,
        readOnly: false,
        request: { aliasName, ...request },
        response: { keyId: of.arn },
        resources: [aliasArn, of.arn].map((ARN) => ({ accountId, type: "AWS::KMS::Key", ARN })),
      });
    const records = [
      call(at, "DeleteAlias", key, {}),
      call(at + 2 * minute, "CreateAlias", other, { targetKeyId: other.id }),
    ];
    return { records, principals, resources: [key.arn, other.arn, aliasArn], until: at + 2 * minute };
  },
};
