import { accountId, nameInFindings } from "../../account/index.ts";
import { serviceEvent } from "../../records/service-event.ts";
import { hour } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { aSecret } from "./targets.ts";

export const rotationStuck: Attack = {
  id: "rotation-stuck",
  title: "A rotation begins, and nothing is heard of it any more",
  technique: "T1489",
  behaviours: ["rotation-stuck"],
  lasts: 3 * hour,
  plan: (scene) => {
    const { random, at } = scene;
    const secret = aSecret(scene);
    const started = serviceEvent(random, at, secret.region, {
      service: "secretsmanager",
      eventName: "RotationStarted",
      accountId,
      invokedBy: "secretsmanager.amazonaws.com",
      additional: { SecretId: secret.arn },
      requestId: `Rotation-${secret.arn}-${random.uuid()}`,
    });
    return { records: [started], principals: [], resources: [nameInFindings(secret)], until: at + 3 * hour };
  },
};
