import { paginateListSecrets, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parseResource } from "../../audit/index.ts";

/** How a secret's rotation is set up. */
export interface RotationInAccount {
  /** `account/region/name`. */
  secret: string;
  isOn: boolean;
  /** ISO 8601. */
  lastRotated?: string;
  next?: string;
  /** Such as `30 days`, or a schedule expression. */
  schedule?: string;
}

/** How the secrets of an account and Region rotate, as Secrets Manager tells (`secretsmanager:ListSecrets`). */
export async function rotationInAccount(client: SecretsManagerClient): Promise<RotationInAccount[]> {
  const found: RotationInAccount[] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, {})) {
    for (const {
      ARN = "",
      RotationEnabled,
      LastRotatedDate,
      NextRotationDate,
      RotationRules,
    } of SecretList) {
      const subject = parseResource(ARN);
      if (subject.kind !== "secret") continue;
      const { AutomaticallyAfterDays: days, ScheduleExpression: expression } = RotationRules ?? {};
      const schedule =
        expression ?? (days === undefined ? undefined : `${days} ${days === 1 ? "day" : "days"}`);
      found.push({
        secret: `${subject.account}/${subject.region}/${subject.name}`,
        isOn: RotationEnabled === true,
        ...(LastRotatedDate && { lastRotated: LastRotatedDate.toISOString() }),
        ...(RotationEnabled && NextRotationDate && { next: NextRotationDate.toISOString() }),
        ...(RotationEnabled && schedule && { schedule }),
      });
    }
  }
  return found;
}
