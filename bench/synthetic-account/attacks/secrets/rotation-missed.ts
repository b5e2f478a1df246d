import { accountId, makeSecret, managed, nameInFindings, type Secret } from "../../account/index.ts";
import { session } from "../../records/identities.ts";
import { rotation } from "../../records/rotation.ts";
import { secretCall } from "../../records/secrets-manager.ts";
import { day, hour, type Timed } from "../../stream/timed.ts";
import type { Attack, Scene } from "../attack.ts";

export const rotationMissed: Attack = {
  id: "rotation-missed",
  title: "A secret that was rotated every day has not been for two days",
  technique: "T1098",
  behaviours: ["rotation-missed"],
  lasts: 12 * hour,
  plan: (scene) => {
    const { account, at, measured } = scene;
    const keys = account.keys.filter(({ region }) => region === "eu-central-1");
    const key = managed(keys, "secretsmanager");
    const secret = makeSecret(account.seed, "prod/treasury/db", "eu-central-1", key, account.period.from);
    return {
      records: untilTheLast(scene, secret),
      // Nobody does anything: only the secret tells.
      principals: [],
      resources: [nameInFindings(secret)],
      // What tells of it can name no later record than the last rotation's.
      from: at - 2 * day,
      until: measured.until,
    };
  },
};

function* untilTheLast({ account, random, at }: Scene, secret: Secret): Generator<Timed> {
  const { rotation: role } = account.roles;
  let before = random.uuid();
  const scheduledAt = account.period.from;
  const terraform = session(random, account.roles.terraform, "terraform-run", scheduledAt);
  const caller = {
    identity: terraform,
    sourceIPAddress: "52.86.200.106",
    userAgent: "HashiCorp Terraform/1.10.5",
  };
  yield secretCall(random, scheduledAt, caller, secret, {
    eventName: "RotateSecret",
    readOnly: false,
    request: { rotationRules: { automaticallyAfterDays: 1 }, rotateImmediately: false },
    response: { arn: secret.arn, name: secret.name },
  });
  const days = Math.floor((at - account.period.from) / day);
  for (let since = days; since > 1; since -= 1) {
    const when = at - since * day;
    const after = random.uuid();
    yield* rotation(random, when, session(random, role, role.name, when), accountId, secret, {
      before,
      after,
    });
    before = after;
  }
}
