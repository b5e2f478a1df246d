import type { Account } from "../account/account.ts";
import { accountId } from "../account/place.ts";
import { session } from "../records/identities.ts";
import { decrypt, keyCall } from "../records/kms.ts";
import { throughService } from "../records/through-service.ts";
import { daysBetween } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { hour, type Stream, type Timed } from "../stream/timed.ts";

/** AWS Backup, every night: each volume's key is granted to EC2, used and the grant retired. */
export function backups(account: Account): Stream[] {
  return [nights(account)];
}

function* nights(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "backups");
  const keys = account.keys.filter(({ alias }) => /-(volumes|backups)-|aws\/(ebs|rds)/.test(alias));
  const volumes = Array.from({ length: 60 }, () => ({
    id: `vol-0${random.uuid().replaceAll("-", "").slice(0, 16)}`,
    key: random.pick(keys),
  }));
  const infrastructure = `arn:aws:sts::${accountId}:assumed-role/aws:ec2-infrastructure/`;
  for (const midnight of daysBetween(from, until)) {
    let at = midnight + 2 * hour + random.whole(0, 300_000);
    if (at < from) continue;
    if (at + hour > until) return;
    const identity = session(random, account.roles.backup, "AWSBackup-AWSBackupDefaultServiceRole", at);
    const caller = throughService({ identity, sourceIPAddress: "", userAgent: "" }, "backup.amazonaws.com");
    for (const { id, key } of volumes) {
      at += random.whole(500, 20_000);
      yield keyCall(random, at, caller, key, {
        eventName: "CreateGrant",
        readOnly: false,
        request: {
          keyId: key.arn,
          granteePrincipal: `${infrastructure}${id}`,
          operations: ["Decrypt", "GenerateDataKeyWithoutPlaintext"],
          constraints: { encryptionContextSubset: { "aws:ebs:id": id } },
        },
        response: { keyId: key.arn, grantId: random.uuid().replaceAll("-", "").repeat(2) },
      });
      yield decrypt(random, at + 200, caller, key, { "aws:ebs:id": id });
    }
  }
}
