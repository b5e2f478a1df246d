import { nameInFindings, regions, type Secret } from "../../account/index.ts";
import { batchGetSecretValue } from "../../records/secrets-manager.ts";
import type { Random } from "../../stream/random.ts";
import { minute, second, type Timed } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { type Intruder, stolenSession } from "../intruders.ts";

/** The regions in use, and some where nothing is found. */
const tried = [...regions, "us-west-2", "ap-southeast-1", "sa-east-1"];

export const batchReadInSeveralRegions: Attack = {
  id: "batch-read-in-several-regions",
  title: "Secrets are read in batches, region after region",
  technique: "T1555.006",
  behaviours: ["batch-read-in-several-regions", "many-secrets-read", "secret-read-first-time"],
  plan: (scene) => {
    const { random, at, account } = scene;
    const intruder = stolenSession(scene, "SecurityAudit");
    const read = account.secrets.filter(({ name }) => name.startsWith("prod/billing-"));
    const records = tour(random, at, intruder, read);
    return {
      records,
      principals: intruder.principals,
      resources: read.map(nameInFindings),
      until: at + 3 * minute,
    };
  },
};

function* tour(
  random: Random,
  at: number,
  { caller }: Intruder,
  secrets: readonly Secret[],
): Generator<Timed> {
  const filters = [{ key: "name", values: ["prod/billing-"] }];
  for (const [n, region] of tried.entries()) {
    const found = secrets.filter((secret) => secret.region === region).slice(0, 20);
    yield* batchGetSecretValue(random, at + n * 25 * second, caller, region, filters, found);
  }
}
