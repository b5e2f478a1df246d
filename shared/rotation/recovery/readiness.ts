import { callBudget, type RotationContext } from "../context.ts";
import { EngineError } from "../errors.ts";
import { newPassword, withOverrides } from "../password.ts";
import { checkRoom } from "../phases/make-room.ts";
import type { ReadinessCheck } from "../request.ts";
import { required, runOf } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { describe, versionWith } from "../versions.ts";

/**
 * A drill: would this secret rotate now, and if not, why? Everything is asked in the order in which a rotation
 * needs it, and the asking ends with the first thing that the rest depends on. Nothing is changed.
 *
 * It runs where the rotation would run, so that the network and the permissions are the true ones. What only a
 * change can prove, such as the database's own password policy, is not tried; where an engine cannot ask for the
 * privileges either, the check says so.
 */
export async function checkReadiness(
  context: RotationContext,
  secretId: string,
): Promise<{ ready: boolean; checks: ReadinessCheck[] }> {
  const checks: ReadinessCheck[] = [];
  const check = async <T>(
    name: string,
    ask: () => Promise<[T, string, "notChecked"?]>,
  ): Promise<T | undefined> => {
    try {
      const [answer, detail, result = "ok"] = await ask();
      checks.push({ name, result, detail });
      return answer;
    } catch (error) {
      checks.push({ name, result: "failed", detail: inWords(error) });
      return undefined;
    }
  };
  const verdict = () => ({ ready: checks.every(({ result }) => result !== "failed"), checks });

  const versions = await check("secret", async () => {
    const found = await describe(context, secretId);
    return [found, `${found.arn} can be described.`];
  });
  if (!versions) return verdict();
  await check("rotation", async () => {
    if (!versions.rotationEnabled)
      throw new Error("The secret is not under rotation. Use rekey rotation enable.");
    return [undefined, "The secret is under rotation."];
  });
  await check("labels", async () => {
    const pending = versionWith(versions, "AWSPENDING");
    if (pending && pending !== versionWith(versions, "AWSCURRENT")) {
      throw new Error(
        `Version ${pending} has AWSPENDING: a rotation is under way or died. Use rekey rotation status.`,
      );
    }
    return [undefined, "No rotation is under way."];
  });
  const current = await check("value", async () => {
    const value = await required(context, versions.arn, "AWSCURRENT");
    return [value, "AWSCURRENT can be read and decrypted, and has all fields."];
  });
  if (!current) return verdict();
  const strategy = await check("strategy", async () => {
    const found = strategyOf(current, versions.strategyTag);
    const username = found.work.nextUsername(current);
    await found.work.checkServer?.({ context, current });
    return [found, `${found.name}; the next version is for "${username}".`];
  });
  if (strategy) {
    await check("room", async () => {
      await checkRoom(context, versions, current);
      return [undefined, "There is room for a new credential."];
    });
  }
  const login = await check("login", async () => {
    const began = context.remainingMs();
    await current.engine.logIn(current.credential, callBudget(context));
    const took = Math.max(0, began - context.remainingMs());
    return [
      true,
      `AWSCURRENT logs in at ${current.credential.system} as "${current.credential.username}", in ${took} ms.`,
    ];
  });
  const run = runOf(context, versions.arn, "", current, current);
  const acting = await check("superuser", async () => {
    const superuser = await run.superuser();
    if (!superuser) {
      if (strategy?.name === "alternating-users") throw new Error(`The strategy needs "masterarn".`);
      return [current.credential, "None is needed."];
    }
    await current.engine.logIn(superuser, callBudget(context));
    return [superuser, `"${superuser.username}" logs in at ${superuser.system}.`];
  });
  if (login && strategy && acting) {
    await check("privilege", async () => {
      const untold = await strategy.work.checkPrivilege(run);
      if (untold !== undefined) return [undefined, `Not checked: ${untold}.`, "notChecked"];
      return [undefined, `"${acting.username}" may change the credential, as far as the system tells.`];
    });
  }
  await check("password", async () => {
    const policy = withOverrides(context.passwordPolicy, current.passwordPolicy);
    const made = await newPassword(context.secretsManager, policy);
    return [undefined, `A password of ${made.length} characters can be made.`];
  });
  await check("time", async () => {
    const left = Math.round(context.remainingMs() / 1_000);
    if (left < 10)
      throw new Error(`Only ${left} s are left of the function's time. Raise its time-out to 60 s.`);
    return [undefined, `${left} s are left of the function's time after all of this.`];
  });
  return verdict();
}

function inWords(error: unknown): string {
  if (error instanceof EngineError) return `[${error.code}] ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
