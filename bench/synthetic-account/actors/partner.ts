import type { Account } from "../account/account.ts";
import { accountId, partnerAccountId } from "../account/place.ts";
import type { Caller } from "../records/api-call.ts";
import { keyCall } from "../records/kms.ts";
import { workload } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { minute, type Stream, type Timed } from "../stream/timed.ts";

/** A partner's account that decrypts what it is sent, with a key of this account: seen in both trails. */
export function partner(account: Account): Stream[] {
  return [decrypts(account)];
}

function* decrypts(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "partner");
  const key = random.pick(account.keys.filter(({ managedByAws }) => !managedByAws));
  const caller: Caller = {
    identity: {
      type: "AWSAccount",
      principalId: `AROA${random.code(17)}:exchange`,
      accountId: partnerAccountId,
    },
    sourceIPAddress: "198.51.100.77",
    userAgent:
      "aws-sdk-go-v2/1.36.1 ua/2.1 os/linux lang/go#1.23.6 md/GOOS#linux md/GOARCH#amd64 api/kms#1.37.19",
  };
  for (let at = from; at < until; at += random.wait(6 * minute)) {
    if (!random.chance(0.1 + workload(at, 1))) continue;
    yield keyCall(random, at, caller, key, {
      eventName: "Decrypt",
      readOnly: true,
      request: { encryptionContext: { exchange: "partner" }, encryptionAlgorithm: "SYMMETRIC_DEFAULT" },
      sharedEventId: random.uuid(),
      recipientAccountId: accountId,
    });
  }
}
