import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { secretsCache } from "../../shared/secrets/index.ts";

/** One way to read a secret. */
export interface Reader {
  name: string;
  /** Reads the secret's text. */
  read: () => Promise<unknown>;
  /** How many reads one after the other give a steady figure. */
  reads: number;
}

/** Rekey's cache, Powertools' with the same time to live, and a client without a cache; each without anything at hand. */
export function readersOf(client: () => SecretsManagerClient): {
  ours: Reader;
  powertools: Reader;
  uncached: Reader;
} {
  const secrets = secretsCache({ client: client() });
  const provider = new SecretsProvider({ awsSdkV3Client: client() });
  const bare = client();
  return {
    ours: { name: "rekey/secrets", read: async () => (await secrets.get("prod/db")).text(), reads: 200_000 },
    powertools: {
      name: "Powertools parameters",
      read: () => provider.get("prod/db", { maxAge: 3_600 }),
      reads: 200_000,
    },
    uncached: {
      name: "no cache",
      read: () => bare.send(new GetSecretValueCommand({ SecretId: "prod/db" })),
      reads: 500,
    },
  };
}
