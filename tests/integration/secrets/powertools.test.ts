import { randomUUID } from "node:crypto";
import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { secretsCache, type Transform } from "../../../shared/secrets/index.ts";

const client = new SecretsManagerClient(clientSettings(inject("integration").endpoint));
const failed = Symbol("failed");

async function byPowertools(id: string, transform: Transform): Promise<unknown> {
  const provider = new SecretsProvider({ awsSdkV3Client: client });
  // Its types leave auto out for a single secret; it knows it all the same.
  return provider.get(id, { transform: transform as "json" }).catch(() => failed);
}

async function byRekey(id: string, transform: Transform): Promise<unknown> {
  return secretsCache({ client })
    .get(id, { transform })
    .catch(() => failed);
}

const text = fc.oneof(
  fc.json(),
  fc.string({ minLength: 1, unit: "grapheme" }),
  fc.base64String({ minLength: 4 }),
  fc.string({ minLength: 1 }).map((plain) => Buffer.from(plain).toString("base64")),
);
const content = fc.oneof(
  text.map((SecretString) => ({ SecretString })),
  text.map((one) => ({ SecretBinary: Buffer.from(one) })),
  fc.uint8Array({ minLength: 1 }).map((SecretBinary) => ({ SecretBinary })),
);

test("a transform gives what Powertools' parameters give, and fails where they fail", async () => {
  const names = ["plain", "settings.json", "license.binary"].map((name) => `${randomUUID()}/${name}`);
  for (const Name of names) await client.send(new CreateSecretCommand({ Name, SecretString: "x" }));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      content,
      fc.constantFrom<Transform>("json", "binary", "auto"),
      async (SecretId, stored, transform) => {
        await client.send(new PutSecretValueCommand({ SecretId, ...stored }));
        expect(await byRekey(SecretId, transform)).toEqual(await byPowertools(SecretId, transform));
      },
    ),
    { numRuns: 100 },
  );
});
