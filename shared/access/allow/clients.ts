import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Side } from "./document.ts";

/** Clients of one account. */
export interface AccessClients {
  iam: IAMClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/** The sides at hand. */
export type Sides = Partial<Record<Side, AccessClients>>;
