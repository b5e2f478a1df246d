import { randomUUID } from "node:crypto";
import { CreateKeyCommand, KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { tagsOfAws } from "../../../shared/detection/index.ts";

const settings = clientSettings(inject("integration").endpoint);
const kms = new KMSClient(settings);
const secretsManager = new SecretsManagerClient(settings);
let now = new Date("2026-03-01T12:00:00Z");
const tagsOf = tagsOfAws({ kms, secretsManager, region: settings.region, now: () => now });

describe("the tags of a resource that a finding names", () => {
  it("are those of a secret, and not of one that has the same name in another account", async () => {
    const Name = `tags/${randomUUID()}`;
    await secretsManager.send(
      new CreateSecretCommand({ Name, SecretString: "{}", Tags: [{ Key: "env", Value: "prod" }] }),
    );
    expect(await tagsOf(`000000000000/us-east-1/${Name}`)).toEqual({ env: "prod" });
    expect(await tagsOf(`999988887777/us-east-1/${Name}`)).toBeUndefined();
  });

  it("are those of a key, kept in mind for five minutes", async () => {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ Tags: [{ TagKey: "env", TagValue: "dev" }] }),
    );
    const arn = KeyMetadata?.Arn ?? "";
    expect(await tagsOf(arn)).toEqual({ env: "dev" });
    const tag = { TagKey: "env", TagValue: "prod" };
    await kms.send(new TagResourceCommand({ KeyId: KeyMetadata?.KeyId, Tags: [tag] }));
    expect(await tagsOf(arn)).toEqual({ env: "dev" });
    now = new Date(now.getTime() + 300_001);
    expect(await tagsOf(arn)).toEqual({ env: "prod" });
  });

  it("are not asked for where the resource is not of this region, or no key or secret", async () => {
    const elsewhere = [
      "000000000000/eu-central-1/prod/db",
      "arn:aws:kms:eu-central-1:000000000000:key/1",
      "arn:aws:iam::000000000000:user/alice",
      "000000000000/us-east-1",
    ];
    for (const resource of elsewhere) expect(await tagsOf(resource)).toBeUndefined();
  });

  it("fail where AWS fails, and are asked for anew", async () => {
    const resource = `000000000000/us-east-1/${randomUUID()}`;
    await expect(tagsOf(resource)).rejects.toThrow();
    await expect(tagsOf(resource)).rejects.toThrow();
  });
});
