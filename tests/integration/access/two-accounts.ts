import { randomBytes } from "node:crypto";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { inject } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import {
  type AccessClients,
  collectKey,
  collectPrincipal,
  collectSecret,
  inlinePolicyOf,
  parsePrincipal,
  type Reader,
} from "../../../shared/access/index.ts";

/** Clients of an account: LocalStack takes an access key id of 12 digits for the account. */
export function clientsOf(account: string): AccessClients {
  const credentials = { accessKeyId: account, secretAccessKey: "test" };
  const settings = clientSettings(inject("integration").endpoint, credentials);
  return {
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    secretsManager: new SecretsManagerClient(settings),
  };
}

/** The accounts of the example: the security account with the secret, and the application's. */
export const securityAccount = "111111111111";
export const applicationAccount = "222222222222";

/** A secret under a key of its own in the security account, and a role in the application's account. */
export async function shareableSecret() {
  const owner = clientsOf(securityAccount);
  const reader = clientsOf(applicationAccount);
  const suffix = randomBytes(4).toString("hex");
  const { KeyMetadata } = await owner.kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn ?? "";
  const { ARN: secretArn = "" } = await owner.secretsManager.send(
    new CreateSecretCommand({
      Name: `production/database/credentials-${suffix}`,
      SecretString: "{}",
      KmsKeyId: keyArn,
    }),
  );
  const roleArn = await createRole(reader.iam, `ApplicationRole-${suffix}`);
  return { owner, reader, keyArn, secretArn, roleArn, roleName: `ApplicationRole-${suffix}` };
}

export async function createRole(iam: IAMClient, RoleName: string): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      }),
    }),
  );
  return Role?.Arn ?? "";
}

/** All that is known of both sides, read anew. */
export async function lookAtBoth(shared: Awaited<ReturnType<typeof shareableSecret>>) {
  const { owner, reader, keyArn, secretArn, roleArn } = shared;
  const role: Reader = {
    ...(await collectPrincipal(reader.iam, parsePrincipal(roleArn))),
    inlinePolicy: await inlinePolicyOf(reader.iam, roleArn),
  };
  return {
    role,
    secret: await collectSecret(owner.secretsManager, secretArn),
    key: await collectKey(owner.kms, keyArn),
  };
}
