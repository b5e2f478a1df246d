import { inspect } from "node:util";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import {
  SecretNotFoundError,
  SecretRefusedError,
  SecretUnavailableError,
  secretsCache,
} from "../../../shared/secrets/index.ts";
import { startEndpoint } from "../findings/an-endpoint.ts";

const canary = "c4n4ry-v4lu3";

/** The error of a `get` that the service answers so. */
async function errorOf(answer: { status: number; body: string }): Promise<unknown> {
  const { settings } = await startEndpoint(() => answer);
  const secrets = secretsCache({ client: new SecretsManagerClient({ ...settings, maxAttempts: 1 }) });
  return secrets.get("prod/db").catch((error: unknown) => error);
}

const refusal = (type: string) => ({ status: 400, body: JSON.stringify({ __type: type, message: "no" }) });

test.each([
  ["ResourceNotFoundException", SecretNotFoundError],
  ["AccessDeniedException", SecretRefusedError],
  ["InvalidRequestException", SecretRefusedError],
  ["ThrottlingException", SecretUnavailableError],
  ["InternalServiceError", SecretUnavailableError],
  ["DecryptionFailure", SecretUnavailableError],
  ["ExpiredTokenException", SecretUnavailableError],
])("%s of Secrets Manager is told as what an application does about it", async (type, kind) => {
  const error = await errorOf(refusal(type));
  expect(error).toBeInstanceOf(kind);
  expect(error).toHaveProperty("name", kind.name);
  expect(String(error)).toContain(type === "ResourceNotFoundException" ? "prod/db" : type);
  expect(error).toHaveProperty("cause.name", type);
});

test("an answer that cannot be read is not in the error: it may hold the value", async () => {
  const error = await errorOf({ status: 200, body: canary });
  expect(error).toBeInstanceOf(SecretUnavailableError);
  expect(inspect(error, { showHidden: true, depth: 20 })).not.toContain(canary);
});

test("of a batch each secret has its own error", async () => {
  const { settings, requests } = await startEndpoint(({ headers }) => ({
    body: String(headers["x-amz-target"]).endsWith("BatchGetSecretValue")
      ? JSON.stringify({
          SecretValues: [{ ARN: "arn", Name: "here", VersionId: "1", SecretString: "1" }],
          Errors: [
            { SecretId: "gone", ErrorCode: "ResourceNotFoundException", Message: "no" },
            { SecretId: "closed", ErrorCode: "AccessDeniedException", Message: "no" },
          ],
        })
      : "{}",
  }));
  const secrets = secretsCache({ client: new SecretsManagerClient(settings) });
  await secrets.warmUp(["here", "gone", "closed"]);
  expect((await secrets.get("here")).text()).toBe("1");
  await expect(secrets.get("gone")).rejects.toThrow(SecretNotFoundError);
  await expect(secrets.get("closed")).rejects.toThrow(SecretRefusedError);
  expect(requests).toHaveLength(1);
});

test("without the right to read batches, secrets are read one by one", async () => {
  const targets: unknown[] = [];
  const { settings } = await startEndpoint(({ headers }) => {
    const target = String(headers["x-amz-target"]).split(".")[1];
    targets.push(target);
    if (target === "BatchGetSecretValue") return refusal("AccessDeniedException");
    return { body: JSON.stringify({ ARN: "arn", Name: "a", VersionId: "1", SecretString: "1" }) };
  });
  const secrets = secretsCache({ client: new SecretsManagerClient(settings) });
  await secrets.warmUp(["a", "b"]);
  expect(targets).toEqual(["BatchGetSecretValue", "GetSecretValue", "GetSecretValue"]);
  expect((await secrets.get("b")).text()).toBe("1");
});
