import type { Account } from "../account/account.ts";
import { accountId } from "../account/place.ts";
import { serviceEvent } from "../records/service-event.ts";
import { seeded } from "../stream/random.ts";
import { day, type Stream } from "../stream/timed.ts";

/** KMS makes new material for each key once a year, and says so. */
export function keyRotations(account: Account): Stream[] {
  const { from, until } = account.period;
  const random = seeded(account.seed, "key-rotations");
  return account.keys
    .filter(({ rotates }) => rotates)
    .flatMap((key) => {
      const at = from + random.whole(0, 364) * day + random.whole(0, day - 1);
      if (at >= until) return [];
      const event = serviceEvent(random, at, key.region, {
        service: "kms",
        eventName: "RotateKey",
        accountId,
        invokedBy: "AWS Internal",
        details: { keyId: key.id },
        resources: [{ accountId, type: "AWS::KMS::Key", ARN: key.arn }],
      });
      return [[event].values()];
    });
}
