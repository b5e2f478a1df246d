import { randomUUID } from "node:crypto";
import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import getPort from "get-port";
import { describe, expect, it, onTestFinished } from "vitest";
import { logsIn } from "../../local/demo/database.ts";
import { currentSecret, labels } from "../../local/demo/secret.ts";
import { startPostgres } from "../../local/postgres/index.ts";
import { type ExecutionEnd, followExecution, startExecution } from "../../shared/rotation/index.ts";
import { secretsManager, secretUnderRotation, stack, stepFunctions } from "./deployed.ts";
import { refuseLogin } from "./refuse-login.ts";

const succeeds = [
  "Validate",
  "NewVersionToken",
  "PlanRotation",
  "NeedsApproval",
  "RotateOrRollBack",
  "BeginRotation",
  "CreateSecret",
  "SetSecret",
  "TestSecret",
];

describe("the state machine rotate-secret, started by hand", () => {
  it("rotates phase by phase: the new password logs in, the old one is refused", async () => {
    const { name, credentials } = await secretUnderRotation();

    const { status, states } = await run(name);

    expect(status).toBe("SUCCEEDED");
    expect(states).toEqual([...succeeds, "FinishSecret", "ReportRotation", "HoldsTwo", "Done"]);
    const rotated = await currentSecret(secretsManager, name);
    expect(await logsIn(rotated)).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });

  it("can follow itself", async () => {
    const { name } = await secretUnderRotation();
    expect((await run(name)).status).toBe("SUCCEEDED");
    expect((await run(name)).status).toBe("SUCCEEDED");
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
  });

  it.each([
    ["without a reason", { secretId: "x" }],
    ["with an empty secretId", { secretId: "", reason: "why" }],
    ["with a secretId that is no text", { secretId: 7, reason: "why" }],
  ])("refuses an input %s, and says what it wants", async (_, input) => {
    const end = await runWith(input);
    expect(end).toMatchObject({ status: "FAILED", error: "InvalidInputError" });
    expect(end.cause).toContain('"secretId"');
  });

  it("refuses a secret that does not exist", async () => {
    const end = await run("e2e/nowhere");
    expect(end).toMatchObject({ status: "FAILED", error: "ResourceNotFoundException" });
  });

  it("refuses a secret that is not under rotation, and says how to put it there", async () => {
    const name = `e2e/${randomUUID()}`;
    await secretsManager.send(new CreateSecretCommand({ Name: name, SecretString: "{}" }));
    const end = await run(name);
    expect(end).toMatchObject({ status: "FAILED", error: "RotationNotEnabledError" });
    expect(end.cause).toContain("aws secretsmanager rotate-secret");
  });

  it("refuses a secret that is being rotated already, naming the version that has AWSPENDING", async () => {
    const { name, credentials } = await secretUnderRotation();
    const other = randomUUID();
    await secretsManager.send(
      new PutSecretValueCommand({
        SecretId: name,
        ClientRequestToken: other,
        SecretString: JSON.stringify(credentials),
        VersionStages: ["AWSPENDING"],
      }),
    );
    const before = await labels(secretsManager, name);

    const end = await run(name);

    expect(end).toMatchObject({ status: "FAILED", error: "RotationInProgressError" });
    expect(end.cause).toContain(other);
    expect(await labels(secretsManager, name)).toEqual(before);
    expect(await logsIn(credentials)).toBe(true);
  });

  it("lets one of several that are started at once rotate, and refuses the others", async () => {
    const { name, credentials } = await secretUnderRotation();

    const ends = await Promise.all([run(name), run(name), run(name)]);

    const won = ends.filter(({ status }) => status === "SUCCEEDED");
    const lost = ends.filter(({ error }) => error === "RotationInProgressError");
    expect(won.length).toBeGreaterThanOrEqual(1);
    expect(won.length + lost.length).toBe(3);
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });
});

describe("a wrong secret is refused with its reason before anything is changed", () => {
  it.each<[string, (secret: object) => unknown, { error: string; cause: string }]>([
    ["is not JSON", () => "no json", { error: "InvalidSecretError", cause: "not JSON" }],
    ...(["engine", "host", "username", "password"] as const).map(
      (field): [string, (secret: object) => unknown, { error: string; cause: string }] => [
        `lacks ${field}`,
        (secret) => ({ ...secret, [field]: undefined }),
        { error: "InvalidSecretError", cause: `"${field}" is missing` },
      ],
    ),
    [
      "names an engine that there is not",
      (secret) => ({ ...secret, engine: "dbase" }),
      { error: "UnsupportedEngineError", cause: "dbase" },
    ],
    [
      "has a certificate that does not verify",
      (secret) => ({ ...secret, sslrootcert: undefined }),
      { error: "TlsVerificationError", cause: "sslrootcert" },
    ],
  ])("%s", async (_, change, { error, cause }) => {
    const { name, credentials } = await secretUnderRotation(change);
    await refusedUnchanged(name, error, cause);
    expect(await logsIn(credentials)).toBe(true);
  });

  it("has a host on which nothing listens", async () => {
    const port = await getPort();
    const { name } = await secretUnderRotation((secret) => ({ ...secret, port }));
    await refusedUnchanged(name, "HostUnreachableError", `localhost:${port} cannot be reached`);
  });

  it("has a host whose certificate is for another name", async () => {
    const other = await startPostgres({ certificateFor: "elsewhere.example" });
    onTestFinished(() => other.stop());
    const { name } = await secretUnderRotation((secret) => ({
      ...secret,
      port: other.port,
      sslrootcert: other.caPem,
    }));
    await refusedUnchanged(name, "TlsVerificationError", "ERR_TLS_CERT_ALTNAME_INVALID");
  });

  async function refusedUnchanged(name: string, error: string, cause: string): Promise<void> {
    const before = await labels(secretsManager, name);
    const end = await run(name);
    expect(end).toMatchObject({ status: "FAILED", error });
    expect(end.cause).toMatch(/^Nothing was changed\./);
    expect(end.cause).toContain(cause);
    expect(await labels(secretsManager, name)).toEqual(before);
  }
});

describe("a rotation whose test fails", () => {
  it("is taken back: AWSCURRENT logs in, AWSPENDING is gone, the cause says what failed", async () => {
    const { name, username, credentials } = await secretUnderRotation();
    const before = await labels(secretsManager, name);
    await refuseLogin(username, 4);

    const { states, ...end } = await run(name);

    expect(states).toEqual([...succeeds, "UndoSecret", "Undone", "RotationUndone"]);
    expect(end).toMatchObject({ status: "FAILED", error: "EngineError" });
    expect(end.cause).toContain("AWSCURRENT is unchanged and logs in");
    expect(await labels(secretsManager, name)).toMatchObject(before);
    expect(Object.values(await labels(secretsManager, name)).flat()).not.toContain("AWSPENDING");
    expect(await logsIn(credentials)).toBe(true);
  });

  it("keeps AWSPENDING and says what to do, if the database cannot be asked to take the old password back", async () => {
    const { name, username } = await secretUnderRotation();
    await refuseLogin(username, 4, { andLater: true });

    const end = await run(name);

    expect(end).toMatchObject({ status: "FAILED", error: "RotationNotUndoneError" });
    expect(end.cause).toContain("keeps AWSPENDING");
    expect(Object.values(await labels(secretsManager, name)).flat()).toContain("AWSPENDING");
  }, 180_000);
});

type Run = ExecutionEnd & { states: string[] };

function run(secretId: string): Promise<Run> {
  return runWith({ secretId, reason: "a test" });
}

async function runWith(input: object): Promise<Run> {
  const states: string[] = [];
  const execution = await startExecution(stepFunctions, stack.outputs.RotateSecretStateMachineArn, input);
  const end = await followExecution(stepFunctions, execution, (name) => states.push(name));
  return { ...end, states };
}
