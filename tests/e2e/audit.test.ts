import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { CreateAliasCommand, CreateKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trailBucket } from "../../local/trail-gateway/log-files.ts";
import { builtRekey } from "../built-rekey.ts";
import { eventually, kms, secretsManager, stack } from "./deployed.ts";

const execute = promisify(execFile);
const unique = randomUUID().slice(0, 8);
const alias = `alias/e2e-production-database-${unique}`;
const apiKey = `e2e/api-key-${unique}`;
const s3 = `s3://${trailBucket("000000000000")}`;

let [keyArn, deletedArn, from, to, cache] = ["", "", "", "", ""];

afterAll(() => rm(cache, { recursive: true, force: true }));

beforeAll(async () => {
  cache = await mkdtemp(path.join(tmpdir(), "rekey-audit-"));
  from = new Date(Date.now() - 1_000).toISOString();
  const [key, deleted] = await Promise.all([
    kms.send(new CreateKeyCommand({})),
    kms.send(new CreateKeyCommand({})),
  ]);
  keyArn = key.KeyMetadata?.Arn ?? "";
  deletedArn = deleted.KeyMetadata?.Arn ?? "";
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: keyArn }));
  await secretsManager.send(new CreateSecretCommand({ Name: apiKey, SecretString: "key", KmsKeyId: alias }));
  for (let n = 0; n < 3; n += 1) await secretsManager.send(new GetSecretValueCommand({ SecretId: apiKey }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: deletedArn, PendingWindowInDays: 7 }));
  // The end is not part of the period, and events are told to the second.
  to = new Date(Date.now() + 1_000).toISOString();
});

/** Asks by lookup, then the log files until they have all that the lookup had; the answers are the same. */
async function answerOf(...question: string[]) {
  const looked = await ask(...question);
  await eventually("the log files to tell the same", async () => {
    // Before the files have come, the command ends with 2.
    const read = await ask(...question, "--source", s3).catch(() => undefined);
    return JSON.stringify(read) === JSON.stringify(looked) || undefined;
  });
  return looked;
}

async function ask(...question: string[]) {
  return JSON.parse(await rekey(...question, "--from", from, "--to", to, "--json")).answer;
}

async function rekey(...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    XDG_CACHE_HOME: cache,
  };
  const { stdout } = await execute(process.execPath, [builtRekey, "audit", ...args], { env });
  return stdout;
}

describe("rekey audit answers from the stack's own trail, by lookup and from its log files:", () => {
  it("who decrypted with the production database's key", async () => {
    const { uses } = await answerOf("who-used", alias, "--operation", "Decrypt");
    expect(uses).toMatchObject([
      { service: "secretsmanager.amazonaws.com", operations: [{ name: "Decrypt" }], failed: 0 },
    ]);
    expect(uses[0].count).toBeGreaterThanOrEqual(3);
    expect(uses[0].contexts[0].name).toContain(apiKey);
  });

  it("how many times the API key was retrieved today", async () => {
    expect(await answerOf("count", apiKey)).toMatchObject({ count: 3, failed: 0 });
  });

  it("which keys were deleted, and that they can still be saved", async () => {
    const removals = await answerOf("deleted", "keys");
    expect(removals).toContainEqual(
      expect.objectContaining({
        name: deletedArn,
        state: "pending deletion",
        rescue: expect.stringMatching(/^yes/),
      }),
    );
  });
});

describe("rekey audit", () => {
  it("copies log files out of S3, and answers from the copy, also SQL", async () => {
    const looked = await ask("count", apiKey);
    const copy = path.join(cache, "copy");
    await eventually("the copy to have what the lookup had", async () => {
      await rekey("import", s3, "--copy", copy).catch(() => "");
      return (
        JSON.stringify(await ask("count", apiKey, "--source", copy)) === JSON.stringify(looked) || undefined
      );
    });
    const sql = `SELECT count(*)::INT AS times FROM events WHERE operation = 'GetSecretValue' AND secret LIKE '%${apiKey}'`;
    expect(JSON.parse(await rekey("sql", sql, "--copy", copy, "--json"))).toEqual([{ times: 3 }]);
  });

  it("names the keys that nobody used, and what they cost", async () => {
    const since = new Date();
    const until = new Date(since.getTime() + 60_000).toISOString();
    const { answer } = JSON.parse(
      await rekey("unused", "--from", since.toISOString(), "--to", until, "--json"),
    );
    expect(answer).toContainEqual(
      expect.objectContaining({ kind: "key", arn: keyArn, name: alias, dollarsAMonth: 1 }),
    );
    // It waits for its deletion.
    expect(JSON.stringify(answer)).not.toContain(deletedArn);
  });

  it("ends with 2 and names what it could not read", async () => {
    await expect(ask("denied", "--source", "/no/such/folder")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("/no/such/folder: There is no such file or folder"),
    });
  });

  it("ends with 2 where nothing tells what an alias stands for", async () => {
    await expect(ask("who-used", "alias/none", "--source", s3)).rejects.toMatchObject({ code: 2 });
  });
});
