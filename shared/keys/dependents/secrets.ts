import { paginateListSecrets } from "@aws-sdk/client-secrets-manager";
import { type Dependent, dependsOn, type Place } from "./dependent.ts";

/** Secrets, those that can still be restored too. A secret that names no key is under the AWS managed one. */
export const secrets: Place = {
  what: "secrets",
  actions: ["secretsmanager:ListSecrets"],
  find: async ({ secretsManager: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { SecretList = [] } of paginateListSecrets(
      { client },
      { IncludePlannedDeletion: true },
    )) {
      for (const { ARN = "", KmsKeyId = "alias/aws/secretsmanager", DeletedDate } of SecretList) {
        found.push(
          ...dependsOn(recognize, KmsKeyId, {
            kind: "secret",
            id: ARN,
            part: DeletedDate ? "deleted, and can be restored" : undefined,
            loss: "its value can be neither read nor rotated",
          }),
        );
      }
    }
    return found;
  },
};
