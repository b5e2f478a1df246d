import type { Random } from "../stream/random.ts";
import { accountId, regions } from "./place.ts";

/** A KMS key and the name that people give it. */
export interface Key {
  arn: string;
  id: string;
  region: string;
  alias: string;
  /** Whether AWS made it, for one of its services: its alias begins with `alias/aws/`. */
  managedByAws: boolean;
  /** KMS makes new material for it once a year. */
  rotates: boolean;
  /** Its material came from outside. */
  imported: boolean;
}

const purposes = ["data", "secrets", "parameters", "volumes", "backups", "queues", "logs", "payments"];

/** Makes 100 keys: AWS's own of each region, and the account's. */
export function makeKeys(random: Random): Key[] {
  const managed = regions.flatMap((region) =>
    ["secretsmanager", "ssm", "ebs", "rds", "s3", "dynamodb"].map((service) =>
      key(random, region, `alias/aws/${service}`, true),
    ),
  );
  const own = Array.from({ length: 100 - managed.length }, (_, n) =>
    key(
      random,
      regions[n % 10 < 7 ? 0 : (n % 2) + 1] ?? regions[0],
      `alias/prod-${purposes[n % purposes.length]}-${Math.floor(n / purposes.length)}`,
      false,
      n % 16 === 5,
    ),
  );
  return [...managed, ...own];
}

function key(random: Random, region: string, alias: string, managedByAws: boolean, imported = false): Key {
  const id = random.uuid();
  return {
    id,
    region,
    alias,
    managedByAws,
    arn: `arn:aws:kms:${region}:${accountId}:key/${id}`,
    // KMS cannot make new material where the material is not its own.
    rotates: !imported && (managedByAws || random.chance(0.8)),
    imported,
  };
}
