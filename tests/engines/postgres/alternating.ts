import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { alternatingUsers } from "../../../shared/rotation/engines/postgres/alternating-users.ts";
import { freshName, nextOf, timeoutMs, type World } from "./world.ts";

/** A base user that owns a schema of its name with a table `orders` in it. */
export async function makeBase(world: World): Promise<PasswordCredential> {
  const base = world.credential(freshName("app"));
  await world.run(
    `CREATE ROLE ${base.username} LOGIN PASSWORD '${base.password}'`,
    `CREATE SCHEMA ${base.username} AUTHORIZATION ${base.username}`,
  );
  await world.as(base, "CREATE TABLE orders (id int, note text)");
  return base;
}

/** A base user and its clone, after a first rotation. */
export async function makePair(
  world: World,
): Promise<{ base: PasswordCredential; clone: PasswordCredential }> {
  const base = await makeBase(world);
  return { base, clone: await rotate(world, base) };
}

/** A base user and a clone as AWS's template leaves them: a member, no more. */
export async function makeTemplatePair(
  world: World,
): Promise<{ base: PasswordCredential; clone: PasswordCredential }> {
  const base = await makeBase(world);
  const clone = nextOf(world, base);
  await world.run(
    `CREATE ROLE ${clone.username} LOGIN PASSWORD '${clone.password}'`,
    `GRANT ${base.username} TO ${clone.username}`,
  );
  return { base, clone };
}

/** Sets the other user up, as setSecret does, and returns its credential. */
export async function rotate(
  world: World,
  current: PasswordCredential,
  superuser = world.superuser,
): Promise<PasswordCredential> {
  const next = nextOf(world, current);
  await alternatingUsers.reconcile(superuser, current, next, timeoutMs);
  return next;
}

/** In which rights two users differ, as testSecret asks. */
export function differences(
  world: World,
  current: PasswordCredential,
  next: PasswordCredential,
  superuser = world.superuser,
): Promise<string[]> {
  return alternatingUsers.differences(superuser, current, next, timeoutMs);
}
