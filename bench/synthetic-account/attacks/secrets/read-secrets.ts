import { nameInFindings, type Secret } from "../../account/index.ts";
import { getSecretValue } from "../../records/secrets-manager.ts";
import type { Plan, Scene } from "../attack.ts";
import type { Intruder } from "../intruders.ts";
import { repeated } from "../repeated.ts";

/** Reads secrets one by one within a span. */
export function readSecrets(
  { random, at }: Scene,
  { caller, principals }: Intruder,
  secrets: readonly Secret[],
  lasts: number,
): Plan {
  const records = repeated(random, at, lasts, secrets.length, (when, n) => {
    const secret = secrets[n];
    return secret ? getSecretValue(random, when, caller, secret) : [];
  });
  return { records, principals, resources: secrets.map(nameInFindings), until: at + lasts };
}
