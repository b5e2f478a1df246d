import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import {
  InvalidSecretError,
  noToken,
  UnsupportedEngineError,
  UnsupportedStrategyError,
} from "../../../shared/rotation/index.ts";
import { logsIn } from "./database.ts";
import { type ProcessSettings, rotateStep, startProcess, stepResult } from "./process.ts";
import { freshSecret } from "./rotated.ts";
import { labelsOf, putPending, rotateSecret, secretOf, storeUnderRotation, tagSecret } from "./secrets.ts";

const { postgres } = inject("integration");
const masterarn = "rotation/some-superuser";
const proxy = "orders.proxy-abcdefghijkl.us-east-1.rds.amazonaws.com";

describe("planRotation tells the strategy and whether a person must approve:", () => {
  test.each([
    { what: "a secret that says nothing", more: {}, tags: {}, strategy: "single-user" },
    { what: "a secret that names a superuser", more: { masterarn }, tags: {}, strategy: "alternating-users" },
    {
      what: "a secret whose tag says otherwise",
      more: { masterarn },
      tags: { "rekey:strategy": "single-user" },
      strategy: "single-user",
    },
    {
      what: "a secret that says itself, against its tag",
      more: { strategy: "alternating-users", masterarn },
      tags: { "rekey:strategy": "single-user" },
      strategy: "alternating-users",
    },
  ])("$what", async ({ more, tags, strategy }) => {
    const { secretId, version } = await freshSecret(postgres, more);
    await tagSecret(secretId, { environment: "test", ...tags });

    expect(await stepResult("planRotation", secretId, noToken)).toEqual({
      step: "planRotation",
      secretId,
      versionId: noToken,
      outcome: "planned",
      strategy,
      needsApproval: false,
    });
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  });

  test.each([
    { approval: "required", needsApproval: true },
    { approval: "none", needsApproval: false },
  ])("a secret tagged rekey:approval = $approval", async ({ approval, needsApproval }) => {
    const { secretId } = await freshSecret(postgres);
    await tagSecret(secretId, { "rekey:approval": approval });
    expect(await stepResult("planRotation", secretId, noToken)).toMatchObject({ needsApproval });
  });
});

test("planRotation calls nothing that could change anything", async () => {
  const { secretId } = await freshSecret(postgres, { masterarn });
  const process = startProcess();
  await process.run("planRotation", secretId, noToken);
  expect(new Set(process.calls)).toEqual(new Set(["DescribeSecret", "GetSecretValue", "isRdsProxy"]));
});

test.each([
  { what: "is not JSON", value: "not JSON", error: InvalidSecretError },
  { what: "is for an unknown engine", value: { engine: "paradox" }, error: UnsupportedEngineError },
  {
    what: "asks for a strategy that its engine does not have",
    value: { ...secretOf(postgres, postgres.superuser), strategy: "overlap" },
    error: UnsupportedStrategyError,
  },
])("planRotation refuses a secret that $what", async ({ value, error }) => {
  const secretId = await storeUnderRotation(value);
  const labels = await labelsOf(secretId);
  await expect(rotateStep("planRotation", secretId, noToken)).rejects.toThrow(error);
  expect(await labelsOf(secretId)).toEqual(labels);
});

describe("a secret of alternating users whose host is an RDS Proxy", () => {
  const expectRefusal = (refusal: unknown) => {
    expect(refusal).toBeInstanceOf(UnsupportedStrategyError);
    expect(refusal).toMatchObject({ field: "host" });
    expect((refusal as Error).message).toContain(`${proxy}:${postgres.port} is an RDS Proxy`);
    expect((refusal as Error).message).toContain("Use the host of the database itself");
  };

  test.each(["planRotation", "beginRotation"])("is refused by %s, and nothing changes", async (step) => {
    const { secretId, user, version } = await freshSecret(postgres, { masterarn, host: proxy });
    expectRefusal(await rotateStep(step, secretId, randomUUID()).catch((error: unknown) => error));
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
    expect(await logsIn(postgres, user)).toBe(true);
  });

  test("is refused by setSecret and testSecret too, whoever made AWSPENDING", async () => {
    const { secretId, user } = await freshSecret(postgres, { masterarn, host: proxy });
    const token = randomUUID();
    await rotateSecret(secretId, token);
    const pending = { ...user, username: `${user.username}_clone` };
    await putPending(secretId, token, { ...secretOf(postgres, pending), masterarn, host: proxy });
    for (const step of ["setSecret", "testSecret"]) {
      expectRefusal(await rotateStep(step, secretId, token).catch((error: unknown) => error));
    }
  });

  test("is planned with a single user: a proxy takes that", async () => {
    const { secretId } = await freshSecret(postgres, { strategy: "single-user", masterarn, host: proxy });
    expect(await stepResult("planRotation", secretId, noToken)).toMatchObject({ strategy: "single-user" });
  });
});

describe("alternating users of a host that turns out to be an RDS Proxy", () => {
  const settings: ProcessSettings = { isRdsProxy: async (host) => host === postgres.host };

  test.each(["planRotation", "beginRotation"])(
    "are refused by %s, before anything is changed",
    async (step) => {
      const { secretId, version } = await freshSecret(postgres, { masterarn });
      const refusal = await rotateStep(step, secretId, randomUUID(), settings).catch(
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(UnsupportedStrategyError);
      expect((refusal as Error).message).toContain("is an RDS Proxy");
      expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
    },
  );

  test("are refused by createSecret of Secrets Manager's own rotation, and told by the drill", async () => {
    const { secretId } = await freshSecret(postgres, { masterarn });
    const { readiness } = await stepResult("checkReadiness", secretId, noToken, settings);
    expect(readiness?.checks.find(({ name }) => name === "strategy")).toMatchObject({
      result: "failed",
    });
    const token = randomUUID();
    await rotateSecret(secretId, token);
    await expect(rotateStep("createSecret", secretId, token, settings)).rejects.toThrow(
      UnsupportedStrategyError,
    );
  });

  test("are no single user, whom it knows", async () => {
    const { secretId } = await freshSecret(postgres);
    expect(await rotateStep("beginRotation", secretId, randomUUID(), settings)).toBe("claimed");
  });
});
