import { decrypt } from "../../records/kms.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver } from "../intruders.ts";
import { repeated } from "../repeated.ts";

export const decryptSpike: Attack = {
  id: "decrypt-spike",
  title: "A program decrypts in ten minutes more than it does in days",
  technique: "T1530",
  behaviours: ["decrypt-rate-above-baseline"],
  lasts: 10 * minute,
  plan: (scene) => {
    const { random, at } = scene;
    const application = anApplication(scene, "ecs");
    const { caller, principals } = takenOver(scene, application);
    const context = { application: application.name, purpose: "customer-data" };
    const records = repeated(random, at, 10 * minute, 4_000, (when) => [
      decrypt(random, when, caller, application.dataKey, context),
    ]);
    return { records, principals, resources: [application.dataKey.arn], until: at + 10 * minute };
  },
};
