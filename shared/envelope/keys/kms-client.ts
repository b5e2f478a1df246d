import { KMS } from "@aws-sdk/client-kms";
import { makeClient } from "../../aws/index.ts";

/** What is asked of KMS; its client `KMS` has it. */
export type KmsClient = Pick<KMS, "generateDataKey" | "encrypt" | "decrypt" | "describeKey">;

/** Gives the client of a region; of the environment's own region for undefined. */
export type KmsClients = (region: string | undefined) => KmsClient;

/** Clients made as Rekey makes all, each once; credentials and endpoint come from the environment, as the SDK reads it. */
export function defaultKmsClients(): KmsClients {
  const clients = new Map<string | undefined, KmsClient>();
  return (region) => {
    const known = clients.get(region);
    if (known) return known;
    const client: KmsClient = makeClient(KMS, region === undefined ? {} : { region });
    clients.set(region, client);
    return client;
  };
}
