import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeCertificate } from "../../../local/certificates.ts";
import { type RunningPostgres, startPostgres } from "../../../local/postgres/index.ts";
import { AuthenticationError, TlsVerificationError } from "../../../shared/rotation/index.ts";
import { clearTextServerOf, createUser, type DatabaseServer, logsIn, serverOf } from "./database.ts";
import { rotateStep } from "./process.ts";
import { labelsOf, rotateSecret, secretOf, storeUnderRotation, userOf } from "./secrets.ts";

const { postgres } = inject("integration");
const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];

let elsewhere: RunningPostgres;
let withoutTls: RunningPostgres;

beforeAll(async () => {
  [elsewhere, withoutTls] = await Promise.all([
    startPostgres({ certificateFor: "database.example.com" }),
    startPostgres({ tls: false }),
  ]);
});
afterAll(() => Promise.all([elsewhere?.stop(), withoutTls?.stop()]));

/** A user of the server, and its secret with a rotation begun by Secrets Manager. */
async function begun(server: DatabaseServer, more: object) {
  const user = await createUser(server);
  const secretId = await storeUnderRotation({ ...secretOf(server, user), ...more });
  const token = randomUUID();
  await rotateSecret(secretId, token);
  return { user, secretId, token };
}

/** Expects createSecret and beginRotation to refuse the server without changing anything. */
async function expectRefusal(server: DatabaseServer, more: object, says: string[]) {
  const { user, secretId, token } = await begun(server, more);
  const labels = await labelsOf(secretId);
  const failures = [
    await rotateStep("createSecret", secretId, token).catch((error: unknown) => error),
    await rotateStep(
      "beginRotation",
      await storeUnderRotation({ ...secretOf(server, user), ...more }),
      token,
    ).catch((error: unknown) => error),
  ];
  for (const failure of failures) {
    expect(failure).toBeInstanceOf(TlsVerificationError);
    for (const words of says) expect((failure as Error).message).toContain(words);
    expect((failure as Error).message).not.toContain(user.password);
  }
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(await logsIn(server, user)).toBe(true);
}

describe("a server whose certificate does not verify is refused:", () => {
  const next = `Put its authority's certificate into the secret as "sslrootcert"`;

  test("one that is for another host name", async () => {
    await expectRefusal(serverOf(elsewhere), {}, [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "use the host name that the certificate is for",
    ]);
  });

  test("one for a name, where the secret gives an address", async () => {
    await expectRefusal(postgres, { host: "127.0.0.1" }, [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "use the host name that the certificate is for",
    ]);
  });

  test("one by an authority that nobody knows", async () => {
    await expectRefusal(postgres, { sslrootcert: undefined }, [next]);
  });

  test("one by another authority than the secret names", async () => {
    const { caPem } = await makeCertificate("localhost");
    await expectRefusal(postgres, { sslrootcert: caPem }, [next]);
  });
});

test("an sslrootcert that is damaged is told by its name", async () => {
  const damaged = postgres.caPem?.replace(/\n.{20}/, "\n????????????????????");
  await expectRefusal(postgres, { sslrootcert: damaged }, [`"sslrootcert"`]);
});

describe("a server without TLS", () => {
  test("is refused: there is no fall-back to clear text", async () => {
    await expectRefusal(clearTextServerOf(withoutTls), { ssl: undefined }, [
      "offers no TLS",
      `Switch TLS on in the server, or say "ssl": false in the secret`,
    ]);
  });

  test.each([true, "true"])("is refused where the secret says ssl: %j", async (ssl) => {
    await expectRefusal(clearTextServerOf(withoutTls), { ssl }, ["offers no TLS"]);
  });

  test.each([false, "false"])("is rotated where the secret says ssl: %j", async (ssl) => {
    const server = clearTextServerOf(withoutTls);
    const { user, secretId, token } = await begun(server, { ssl });
    for (const step of phases) await rotateStep(step, secretId, token);

    expect(await logsIn(server, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
    expect(await logsIn(server, user)).toBe(false);
  });
});

test("a server that takes TLS only is not talked to in TLS where the secret says ssl: false", async () => {
  const { user, secretId, token } = await begun(postgres, { ssl: false });
  await rotateStep("createSecret", secretId, token);

  await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(AuthenticationError);
  expect(await logsIn(postgres, user)).toBe(true);
});
