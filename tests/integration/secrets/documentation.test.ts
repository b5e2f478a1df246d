import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { checkout } from "../../../local/checkout.ts";
import { clientSettings } from "../../../local/client-settings.ts";
import { startMariadb } from "../../../local/mysql/index.ts";
import { createUser } from "../rotation/database.ts";
import { createMariadbUser, mariadbSecretOf } from "../rotation/mariadb-users.ts";
import { secretOf } from "../rotation/secrets.ts";

const execute = promisify(execFile);
const { endpoint, postgres } = inject("integration");
const library = pathToFileURL(path.join(checkout, "shared/secrets/index.ts")).href;
const page = await readFile(path.join(checkout, "docs/secrets.md"), "utf8");
const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);

const started = new AsyncDisposableStack();
afterAll(() => started.disposeAsync());

let environment: Record<string, string>;
let cwd: string;
let passwords: string[];

beforeAll(async () => {
  const mariadb = await startMariadb();
  started.defer(() => mariadb.stop());
  const api = createServer((request, response) => {
    response.writeHead(request.headers.authorization === "Bearer t0ken" ? 200 : 498).end("[]");
  });
  await new Promise<void>((listening) => api.listen(0, "127.0.0.1", listening));
  started.defer(() => {
    api.close();
  });
  const [user, mariadbUser] = [await createUser(postgres), await createMariadbUser(mariadb)];
  passwords = [user.password, mariadbUser.password];
  await store(secretOf(postgres, user), mariadbSecretOf(mariadb, mariadbUser));
  cwd = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
  started.defer(() => rm(cwd, { recursive: true, force: true }));
  await symlink(path.join(checkout, "node_modules"), path.join(cwd, "node_modules"));
  await writeFile(path.join(cwd, "package.json"), '{ "type": "module" }');
  environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    DB_CA: postgres.caPem ?? "",
    MYSQL_PORT: String(mariadb.port),
    MYSQL_CA: mariadb.caPem,
    API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
  };
});

/** What the examples read. */
async function store(db: object, mysql: object): Promise<void> {
  const secretsManager = new SecretsManagerClient(clientSettings(endpoint));
  const ssm = new SSMClient(clientSettings(endpoint));
  for (const [Name, SecretString] of [
    ["prod/db", JSON.stringify(db)],
    ["prod/mysql", JSON.stringify(mysql)],
    ["prod/token", "t0ken"],
    ["prod/license", Buffer.from("licensed").toString("base64")],
    ["prod/flags.json", '{"dark":true}'],
  ] as const) {
    await secretsManager.send(new CreateSecretCommand({ Name, SecretString }));
  }
  // So that there is an AWSPREVIOUS.
  await secretsManager.send(
    new PutSecretValueCommand({ SecretId: "prod/db", SecretString: JSON.stringify(db) }),
  );
  for (const [Name, Value] of [
    ["/shop/port", "5432"],
    ["/shop/flags/new-page", "on"],
  ]) {
    await ssm.send(new PutParameterCommand({ Name, Value, Type: "String" }));
  }
}

test("the page has its examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
});

test.each(examples.map((code, index) => ({ number: index + 1, code })))(
  "example $number of docs/secrets.md does what it says, and prints no value",
  async ({ number, code }) => {
    const file = path.join(cwd, `example-${number}.ts`);
    await writeFile(file, code.replaceAll('"rekey/secrets"', JSON.stringify(library)));
    const { stdout, stderr } = await execute(process.execPath, [file], {
      cwd,
      env: { PATH: process.env.PATH, ...environment },
    });
    expect(stderr).toBe("");
    for (const value of [...passwords, "t0ken"]) expect(stdout).not.toContain(value);
  },
);
