import { KMS } from "@aws-sdk/client-kms";
import { inject } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import type { KmsClients } from "../../../shared/envelope/index.ts";

const { endpoint } = inject("integration");

/** The number of the account that the tests are in. */
export const account = "000000000000";

/** Another account, whose keys are made there. */
export const otherAccount = "111111111111";

/** Clients of the local KMS, in an account. */
export function clientsOf(accessKeyId = "test"): KmsClients {
  return (region = "us-east-1") =>
    new KMS({ ...clientSettings(endpoint, { accessKeyId, secretAccessKey: "test" }), region });
}

/** KMS of the tests' own account and region. */
export const kms = new KMS(clientSettings(endpoint));

/** A new key with an alias of its own. */
export async function newKey(
  client = kms,
  options: { MultiRegion?: boolean } = {},
): Promise<{ arn: string; keyId: string; alias: string }> {
  const { KeyMetadata: { Arn: arn = "", KeyId: keyId = "" } = {} } = await client.createKey(options);
  const alias = `alias/envelope-${keyId}`;
  await client.createAlias({ AliasName: alias, TargetKeyId: keyId });
  return { arn, keyId, alias };
}
