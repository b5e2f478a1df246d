import type { Strategy } from "../engine.ts";
import { UnsupportedStrategyError } from "../errors.ts";
import type { ParsedSecret } from "../secret.ts";
import { alternatingUsers } from "./alternating-users.ts";
import { overlap } from "./overlap.ts";
import { singleUser } from "./single-user.ts";
import type { StrategyWork } from "./strategy-work.ts";

const works: Record<Strategy, StrategyWork> = {
  "single-user": singleUser,
  "alternating-users": alternatingUsers,
  overlap,
};

/**
 * The strategy of a secret: as the secret says, else its tag, else alternating users where it names a superuser, as
 * AWS's secrets do, else what the engine prefers.
 *
 * @param tag the value of the secret's tag `rekey:strategy`
 * @throws UnsupportedStrategyError if the engine does not have it, or the secret's fields do not fit it
 */
export function strategyOf(
  { engine, credential, strategy, masterarn }: ParsedSecret,
  tag: string | undefined,
): { name: Strategy; work: StrategyWork } {
  const byMaster = masterarn !== undefined && engine.alternatingUsers ? "alternating-users" : undefined;
  const wanted = strategy ?? tag ?? byMaster ?? engine.strategies[0];
  const name = engine.strategies.find((one) => one === wanted);
  if (name) {
    engine.checkStrategy?.(credential, name);
    return { name, work: works[name] };
  }
  throw new UnsupportedStrategyError(
    "strategy",
    `The engine "${credential.engine}" does not have the strategy "${wanted}". It has: ${engine.strategies.join(", ")}.`,
  );
}
