import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import getPort from "get-port";
import { expect, inject, test } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { makeClient } from "../../../shared/aws/index.ts";
import { SecretRefusedError, SecretUnavailableError, secretsCache } from "../../../shared/secrets/index.ts";
import { putCurrent, storeSecret, versionWith } from "../rotation/secrets.ts";

const { endpoint } = inject("integration");

function newCache(address = endpoint) {
  return secretsCache({
    client: makeClient(SecretsManagerClient, { ...clientSettings(address), maxAttempts: 1 }),
  });
}

test("labels and versions are read as they are asked for", async () => {
  const secretId = await storeSecret({ password: "old" });
  const versionId = await versionWith(secretId, "AWSCURRENT");
  await putCurrent(secretId, { password: "new" });
  const secrets = newCache();
  const secret = await secrets.get(secretId);
  expect(secret.text()).toBe('{"password":"new"}');
  expect(secret).toMatchObject({ name: secretId, stages: ["AWSCURRENT"] });
  expect((await secrets.get(secretId, { stage: "AWSPREVIOUS" })).text()).toBe('{"password":"old"}');
  expect((await secrets.get(secretId, { versionId })).versionId).toBe(versionId);
  secrets.drop(secret.arn);
  expect(secrets.size()).toBe(0);
});

test("a binary secret has its bytes", async () => {
  const secretId = await storeSecret(Uint8Array.of(0, 255, 10));
  expect((await newCache().get(secretId)).bytes()).toEqual(Uint8Array.of(0, 255, 10));
});

test("a warm-up of many secrets takes a call for each twenty", async () => {
  const ids = await Promise.all(Array.from({ length: 25 }, (_, index) => storeSecret(`value-${index}`)));
  const secrets = newCache();
  await secrets.warmUp(ids);
  for (const [index, id] of ids.entries()) expect((await secrets.get(id)).text()).toBe(`value-${index}`);
  expect(secrets.counters().calls).toBe(2);
});

test("no such secret and no server are two errors", async () => {
  const refused = await newCache()
    .get("no/such")
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SecretRefusedError);
  expect(String(refused)).toContain("no/such");
  const unavailable = newCache(`http://127.0.0.1:${await getPort()}`).get("no/such");
  await expect(unavailable).rejects.toThrow(SecretUnavailableError);
  await expect(unavailable).rejects.toThrow(/ECONNREFUSED/);
});
