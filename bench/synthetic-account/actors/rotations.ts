import type { Account } from "../account/account.ts";
import { accountId } from "../account/place.ts";
import { rotationsOf, type Secret } from "../account/secrets.ts";
import { session } from "../records/identities.ts";
import { rotation } from "../records/rotation.ts";
import { seeded } from "../stream/random.ts";
import { minute, type Stream, type Timed } from "../stream/timed.ts";

/** Rotations as scheduled: one in fifty fails and succeeds when it is tried again. */
export function rotations(account: Account): Stream[] {
  return account.secrets
    .filter((secret) => secret.rotation)
    .map((secret) => rotationsOfSecret(account, secret));
}

function* rotationsOfSecret(account: Account, secret: Secret): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "rotations", secret.name);
  for (const at of rotationsOf(secret, from, until)) {
    if (at + 40 * minute > until) return;
    const functionRole = session(random, account.roles.rotation, "rekey-prod-rotate", at);
    const before = secret.versionAt(at - minute);
    const after = secret.versionAt(at + minute);
    let start = at;
    if (random.chance(0.02)) {
      yield* rotation(random, start, functionRole, accountId, secret, { before, after, fails: "setSecret" });
      start += random.whole(8, 25) * minute;
    }
    yield* rotation(random, start, functionRole, accountId, secret, { before, after });
  }
}
