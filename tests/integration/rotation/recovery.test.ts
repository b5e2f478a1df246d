import { randomUUID } from "node:crypto";
import getPort from "get-port";
import { describe, expect, inject, test } from "vitest";
import {
  AuthenticationError,
  CredentialMismatchError,
  HostUnreachableError,
  noToken,
  type Outcome,
  PasswordRejectedError,
  type RotationState,
  type RotationStatus,
} from "../../../shared/rotation/index.ts";
import { asSuperuser, createUser, freshPassword, logsIn, setPasswordByHand } from "./database.ts";
import { rotateStep, stepResult } from "./process.ts";
import { freshSecret, rotatedOnce } from "./rotated.ts";
import {
  labelsOf,
  putCurrent,
  putPending,
  removeLabel,
  rotateSecret,
  secretOf,
  storedValue,
  storeUnderRotation,
  userOf,
  versionWith,
} from "./secrets.ts";

const { postgres } = inject("integration");

/** A secret in some state. */
interface Situation {
  secretId: string;
  /** The id of the version that has AWSCURRENT, and that of the one that is to be. */
  version: string;
  token?: string;
}

/** One state of a secret, how it is found, and what recovering makes of it. */
interface Row {
  what: string;
  make(): Promise<Situation>;
  state: RotationState;
  logins: RotationStatus["logins"];
  outcome: Outcome;
  /** Which version is AWSCURRENT in the end. */
  ends: "version" | "token";
}

const rows: Row[] = [
  {
    what: "AWSPENDING has no value, and AWSCURRENT logs in",
    make: async () => {
      const { secretId, version } = await freshSecret(postgres);
      const token = randomUUID();
      await rotateSecret(secretId, token);
      return { secretId, version, token };
    },
    state: "notCreated",
    logins: { AWSCURRENT: "logsIn", AWSPENDING: "absent", AWSPREVIOUS: "notAsked" },
    outcome: "undone",
    ends: "version",
  },
  {
    what: "AWSPENDING logs in, and AWSCURRENT does not",
    make: async () => {
      const { secretId, version } = await rotatedOnce(postgres);
      const token = await begun(secretId, ["setSecret"]);
      return { secretId, version, token };
    },
    state: "notPromoted",
    logins: { AWSCURRENT: "notAsked", AWSPENDING: "logsIn", AWSPREVIOUS: "notAsked" },
    outcome: "promoted",
    ends: "token",
  },
  {
    what: "AWSPENDING and AWSCURRENT both log in",
    make: async () => {
      const { secretId, version } = await rotatedOnce(postgres);
      const token = randomUUID();
      await rotateSecret(secretId, token);
      // With one password at a time that is so only where both have the same.
      await putPending(secretId, token, await storedValue(secretId, { id: version }));
      return { secretId, version, token };
    },
    state: "notPromoted",
    logins: { AWSCURRENT: "notAsked", AWSPENDING: "logsIn", AWSPREVIOUS: "notAsked" },
    outcome: "promoted",
    ends: "token",
  },
  {
    what: "AWSPENDING does not log in, and AWSCURRENT does",
    make: async () => {
      const { secretId, version } = await rotatedOnce(postgres);
      return { secretId, version, token: await begun(secretId) };
    },
    state: "notSet",
    logins: { AWSCURRENT: "logsIn", AWSPENDING: "refused", AWSPREVIOUS: "notAsked" },
    outcome: "undone",
    ends: "version",
  },
  {
    what: "neither AWSPENDING nor AWSCURRENT logs in, but AWSPREVIOUS",
    make: async () => {
      const { secretId, version, first } = await rotatedOnce(postgres);
      const token = await begun(secretId);
      await setPasswordByHand(postgres, first);
      return { secretId, version, token };
    },
    state: "onPreviousWhileRotating",
    logins: { AWSCURRENT: "refused", AWSPENDING: "refused", AWSPREVIOUS: "logsIn" },
    outcome: "promoted",
    ends: "token",
  },
  {
    what: "AWSPENDING is AWSCURRENT, and logs in",
    make: () => rotatedOnce(postgres),
    state: "healthy",
    logins: { AWSCURRENT: "logsIn", AWSPENDING: "absent", AWSPREVIOUS: "notAsked" },
    outcome: "nothingToRecover",
    ends: "version",
  },
  {
    what: "there is no AWSPENDING, and AWSCURRENT logs in",
    make: () => freshSecret(postgres),
    state: "healthy",
    logins: { AWSCURRENT: "logsIn", AWSPENDING: "absent", AWSPREVIOUS: "notAsked" },
    outcome: "nothingToRecover",
    ends: "version",
  },
  {
    what: "there is no AWSPENDING, and AWSPREVIOUS logs in instead of AWSCURRENT",
    make: async () => {
      const rotated = await rotatedOnce(postgres);
      await removeLabel(rotated.secretId, "AWSPENDING", rotated.version);
      await setPasswordByHand(postgres, rotated.first);
      return rotated;
    },
    state: "drifted",
    logins: { AWSCURRENT: "refused", AWSPENDING: "absent", AWSPREVIOUS: "logsIn" },
    outcome: "setAgain",
    ends: "version",
  },
  {
    what: "AWSPENDING is AWSCURRENT, and AWSPREVIOUS logs in instead",
    make: async () => {
      const rotated = await rotatedOnce(postgres);
      await setPasswordByHand(postgres, rotated.first);
      return rotated;
    },
    state: "drifted",
    logins: { AWSCURRENT: "refused", AWSPENDING: "absent", AWSPREVIOUS: "logsIn" },
    outcome: "setAgain",
    ends: "version",
  },
  {
    what: "AWSPENDING has no value, and AWSPREVIOUS logs in instead of AWSCURRENT",
    make: async () => {
      const { secretId, version, first } = await rotatedOnce(postgres);
      const token = randomUUID();
      await rotateSecret(secretId, token);
      await setPasswordByHand(postgres, first);
      return { secretId, version, token };
    },
    state: "drifted",
    logins: { AWSCURRENT: "refused", AWSPENDING: "absent", AWSPREVIOUS: "logsIn" },
    outcome: "setAgain",
    ends: "version",
  },
];

describe.each(rows)("a secret of which $what", ({ make, state, logins, outcome, ends }) => {
  test(`is told as ${state}, by ids and labels alone, and nothing changes`, async () => {
    const { secretId, token } = await make();
    const before = await everythingOf(secretId);

    const result = await stepResult("reportStatus", secretId, noToken);
    expect(result).toEqual({
      step: "reportStatus",
      secretId,
      versionId: noToken,
      outcome: "reported",
      status: { state, strategy: "single-user", logins, labels: expect.anything(), pendingVersionId: token },
    });
    expect(sorted(result.status?.labels ?? {})).toEqual(before.labels);
    expect(await everythingOf(secretId)).toEqual(before);
  });

  test(`is recovered: ${outcome}, and healthy from then on`, async () => {
    const { secretId, version, token } = await make();
    const before = await everythingOf(secretId);
    const result = await stepResult("recoverRotation", secretId, noToken);
    expect(result).toMatchObject({ outcome, status: { state, logins } });

    const expected = ends === "token" ? String(token) : version;
    expect(await versionWith(secretId, "AWSCURRENT")).toBe(expected);
    const current = await userOf(secretId, { label: "AWSCURRENT" });
    expect(await logsIn(postgres, current)).toBe(true);
    expect([undefined, expected]).toContain(await versionWith(secretId, "AWSPENDING"));
    for (const { password, username } of before.users) {
      if (password !== current.password) expect(await logsIn(postgres, { username, password })).toBe(false);
    }
    if (outcome === "nothingToRecover") expect(await everythingOf(secretId)).toEqual(before);

    expect(await rotateStep("recoverRotation", secretId, noToken)).toBe("nothingToRecover");
    expect((await stepResult("reportStatus", secretId, noToken)).status?.state).toBe("healthy");
  });

  test("is recovered once by two recoveries at once", async () => {
    const { secretId, version, token } = await make();
    const recoveries = [1, 2].map(() => rotateStep("recoverRotation", secretId, noToken));
    const ends2 = await Promise.allSettled(recoveries);

    expect(ends2.map(({ status }) => status)).toContain("fulfilled");
    expect(await versionWith(secretId, "AWSCURRENT")).toBe(ends === "token" ? token : version);
    expect((await stepResult("reportStatus", secretId, noToken)).status?.state).toBe("healthy");
  });
});

describe.each([
  {
    what: "no rotation is under way, and neither AWSCURRENT nor AWSPREVIOUS logs in",
    make: async () => {
      const { secretId, first } = await rotatedOnce(postgres);
      return { secretId, username: first.username };
    },
    logins: { AWSCURRENT: "refused", AWSPENDING: "absent", AWSPREVIOUS: "refused" },
  },
  {
    what: "a rotation is under way, and no credential at all logs in",
    make: async () => {
      const { secretId, first } = await rotatedOnce(postgres);
      await begun(secretId);
      return { secretId, username: first.username };
    },
    logins: { AWSCURRENT: "refused", AWSPENDING: "refused", AWSPREVIOUS: "refused" },
  },
  {
    what: "there is no AWSPREVIOUS, and AWSCURRENT does not log in",
    make: async () => {
      const { secretId, user } = await freshSecret(postgres);
      return { secretId, username: user.username };
    },
    logins: { AWSCURRENT: "refused", AWSPENDING: "absent", AWSPREVIOUS: "absent" },
  },
  {
    what: "AWSPREVIOUS is no credential, and AWSCURRENT does not log in",
    make: async () => {
      const user = await createUser(postgres);
      const secretId = await storeUnderRotation("not JSON");
      await putCurrent(secretId, secretOf(postgres, user));
      return { secretId, username: user.username };
    },
    logins: { AWSCURRENT: "refused", AWSPENDING: "absent", AWSPREVIOUS: "absent" },
  },
])("a secret of which $what", ({ make, logins }) => {
  test("is told as lockedOut, and recovering it is left to a person: nothing changes", async () => {
    const { secretId, username } = await make();
    const byHand = { username, password: freshPassword() };
    await setPasswordByHand(postgres, byHand);
    const labels = await labelsOf(secretId);
    expect((await stepResult("reportStatus", secretId, noToken)).status).toMatchObject({
      state: "lockedOut",
      logins,
    });

    const failure = await rotateStep("recoverRotation", secretId, noToken).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AuthenticationError);
    const { message } = failure as AuthenticationError;
    expect(message).toContain("The system takes no credential that the secret holds.");
    expect(message).toContain("set the credential of AWSCURRENT in the system by hand");
    expect(message).not.toContain(byHand.password);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, byHand)).toBe(true);
  });
});

test("a secret whose AWSPENDING is for another user is not recovered: no password and no label changes", async () => {
  const { secretId, user } = await freshSecret(postgres);
  const other = await createUser(postgres);
  const token = randomUUID();
  await rotateSecret(secretId, token);
  await putPending(secretId, token, secretOf(postgres, other));
  const labels = await labelsOf(secretId);

  await expect(rotateStep("recoverRotation", secretId, noToken)).rejects.toThrow(CredentialMismatchError);
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(await logsIn(postgres, user)).toBe(true);
  expect(await logsIn(postgres, other)).toBe(true);
});

test("a secret whose server cannot be asked is neither judged nor changed", async () => {
  const { secretId, second } = await rotatedOnce(postgres);
  const token = randomUUID();
  await rotateSecret(secretId, token);
  await putCurrent(secretId, { ...secretOf(postgres, second), port: await getPort() });
  const labels = await labelsOf(secretId);

  for (const step of ["reportStatus", "recoverRotation"]) {
    await expect(rotateStep(step, secretId, noToken)).rejects.toThrow(HostUnreachableError);
  }
  expect(await labelsOf(secretId)).toEqual(labels);
});

test("a database that has AWSPREVIOUS and rejects AWSPENDING gets AWSCURRENT again by the second recovery", async () => {
  const { secretId, first, second, version } = await rotatedOnce(postgres);
  await asSuperuser(postgres, `ALTER ROLE ${first.username} SET session_preload_libraries = 'passwordcheck'`);
  const token = randomUUID();
  await rotateSecret(secretId, token);
  await putPending(secretId, token, { ...secretOf(postgres, second), password: second.username });
  await setPasswordByHand(postgres, first);

  await expect(rotateStep("recoverRotation", secretId, noToken)).rejects.toThrow(PasswordRejectedError);
  expect(await labelsOf(secretId)).toMatchObject({ [token]: ["REKEYREJECTED1"] });

  expect(await rotateStep("recoverRotation", secretId, noToken)).toBe("setAgain");
  expect(await versionWith(secretId, "AWSCURRENT")).toBe(version);
  expect(await logsIn(postgres, second)).toBe(true);
  expect(await logsIn(postgres, first)).toBe(false);
});

/** Begins a rotation and does some steps of it; returns the id of its version. */
async function begun(secretId: string, steps: readonly string[] = []): Promise<string> {
  const token = randomUUID();
  for (const step of ["beginRotation", ...steps]) await rotateStep(step, secretId, token);
  return token;
}

/** The secret's labels and the logins that its labelled versions hold. */
async function everythingOf(secretId: string) {
  const labels = await labelsOf(secretId);
  const users = await Promise.all(
    ["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"]
      .filter((label) => Object.values(labels).flat().includes(label))
      .map((label) => userOf(secretId, { label }).catch(() => undefined)),
  );
  return { labels, users: users.filter((user) => user !== undefined) };
}

function sorted(labels: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(labels).map(([id, stages]) => [id, stages.toSorted()]));
}
