import { randomUUID } from "node:crypto";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { clientSettings } from "../../../local/client-settings.ts";
import { makeClient } from "../../../shared/aws/index.ts";
import { ConfigError, config, parametersCache, secretsCache } from "../../../shared/secrets/index.ts";
import { storeSecret } from "../rotation/secrets.ts";

const settings = clientSettings(inject("integration").endpoint);
const ssm = makeClient(SSMClient, settings);

function newSources() {
  const secrets = secretsCache({ client: makeClient(SecretsManagerClient, settings) });
  return { secrets, parameters: parametersCache({ client: ssm }), env: {} };
}

async function store(name: string, value: string, Type: "String" | "SecureString" = "String") {
  await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type }));
}

test("Parameter Store, secrets and paths are read into one object", async () => {
  const path = `/app-${randomUUID()}`;
  const secretId = await storeSecret({ password: "s3cret" });
  await store(`${path}/port`, "5432");
  await store(`${path}/key`, "k3y", "SecureString");
  for (let index = 0; index < 12; index += 1) await store(`${path}/flags/group/f${index}`, String(index));
  const schema = z.object({
    port: z.coerce.number().meta({ from: `ssm:${path}/port` }),
    first: z.string().meta({ from: `ssm:${path}/port:1` }),
    key: z.string().meta({ from: `ssm:${path}/key` }),
    password: z.string().meta({ from: `secret:${secretId}#password` }),
    flags: z.record(z.string(), z.coerce.number()).meta({ from: `ssm:${path}/flags/` }),
  });
  const sources = newSources();
  const read = await config(schema, sources)();
  expect(read).toMatchObject({ port: 5432, first: "5432", key: "k3y", password: "s3cret" });
  expect(Object.keys(read.flags)).toHaveLength(12);
  expect(read.flags["group/f11"]).toBe(11);
  expect(sources.parameters.counters().calls).toBe(2);
  expect(sources.secrets.counters().calls).toBe(1);
});

test("a parameter that there is not is missing, and asked for once", async () => {
  const sources = newSources();
  const schema = z.object({ port: z.string().meta({ from: "ssm:/no/such" }) });
  await expect(config(schema, sources)()).rejects.toThrow(ConfigError);
  expect(sources.parameters.counters().calls).toBe(1);
});
