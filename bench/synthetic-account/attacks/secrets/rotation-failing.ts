import { accountId, nameInFindings } from "../../account/index.ts";
import { session } from "../../records/identities.ts";
import { rotation } from "../../records/rotation.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { repeated } from "../repeated.ts";
import { aSecret } from "./targets.ts";

export const rotationFailing: Attack = {
  id: "rotation-failing",
  title: "A rotation fails again and again: its credential no longer opens the database",
  technique: "T1531",
  behaviours: ["rotation-failing"],
  lasts: 60 * minute,
  plan: (scene) => {
    const { random, at, account } = scene;
    const secret = aSecret(scene);
    const role = account.roles.rotation;
    const before = secret.versionAt(at);
    const attempts = Array.from({ length: 5 }, () => random.uuid());
    const identity = session(random, role, role.name, at);
    const records = repeated(random, at, 50 * minute, attempts.length, (when, n) =>
      rotation(random, when, identity, accountId, secret, {
        before,
        after: attempts[n] ?? "",
        fails: n % 2 === 0 ? "setSecret" : "testSecret",
      }),
    );
    // A rotation takes some seconds more than the moment it begins at.
    return {
      records,
      principals: [identity.arn ?? ""],
      resources: [nameInFindings(secret)],
      until: at + 51 * minute,
    };
  },
};
