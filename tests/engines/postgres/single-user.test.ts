import { expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { AuthenticationError, EngineError } from "../../../shared/rotation/errors.ts";
import { makeBase, makePair } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { connect, freshPassword, timeoutMs } from "./world.ts";

async function set(as: PasswordCredential, next: PasswordCredential): Promise<void> {
  if (!postgres.singleUser) throw new Error("The engine has no single-user strategy.");
  await postgres.singleUser.set(as, next, timeoutMs);
}

describeVersions("the password of a single user", (world) => {
  const renewed = (user: PasswordCredential) => ({ ...user, password: freshPassword() });

  test("is set by the user itself, and the old one is refused from then on", async () => {
    const user = await makeBase(world());
    const next = renewed(user);
    await set(user, next);
    await postgres.logIn(next, timeoutMs);
    await expect(postgres.logIn(user, timeoutMs)).rejects.toThrow(AuthenticationError);
    await set(next, next);
    await postgres.logIn(next, timeoutMs);
  });

  test("is set by a superuser", async () => {
    const user = await makeBase(world());
    const next = renewed(user);
    await set(world().superuser, next);
    await postgres.logIn(next, timeoutMs);
  });

  test("is set by a user whose sessions act as another, such as a clone", async () => {
    const { clone } = await makePair(world());
    const next = renewed(clone);
    await set(clone, next);
    await postgres.logIn(next, timeoutMs);
  });

  test("is not set by a user who may not, with an error that says so", async () => {
    const [user, other] = [await makeBase(world()), await makeBase(world())];
    const failure = await set(other, renewed(user)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: "privilege" });
    await postgres.logIn(user, timeoutMs);
  });

  test("is not set where the server takes no writes, as a replica does not", async () => {
    const user = await makeBase(world());
    await world().run(`ALTER ROLE ${user.username} SET default_transaction_read_only TO on`);
    await expect(set(user, renewed(user))).rejects.toMatchObject({ name: "EngineError", code: "statement" });
    await postgres.logIn(user, timeoutMs);
  });
});

describeVersions("Rekey's sessions that another run left behind", (world) => {
  test("end, also those of a user whose sessions act as another; an application's stay", async () => {
    const { base, clone } = await makePair(world());
    const left = await connect(clone);
    const application = await connect(clone);
    await left.query("SET application_name TO 'rekey'");
    const ofBase = await connect(base);
    await ofBase.query("SET application_name TO 'rekey'");
    try {
      await postgres.endOtherSessions?.(clone, timeoutMs);
      await expect(left.query("SELECT 1")).rejects.toThrow(/terminat|not queryable/);
      await application.query("SELECT 1");
      await ofBase.query("SELECT 1");
    } finally {
      for (const session of [left, application, ofBase]) await session.end();
    }
  });
});
