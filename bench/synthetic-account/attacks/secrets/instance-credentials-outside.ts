import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver, usedElsewhere } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";

export const instanceCredentialsOutside: Attack = {
  id: "instance-credentials-outside",
  title: "An instance's credentials read its own secrets from a rented server",
  technique: "T1552.005",
  behaviours: ["instance-credentials-outside", "unusual-network"],
  plan: (scene) => {
    const application = anApplication(scene, "ec2");
    const own = application.secrets.slice(0, 3).map(({ secret }) => secret);
    const instance = takenOver(scene, application);
    // The instance itself goes on through its VPC endpoint, under the same session.
    const before = readSecrets(scene, instance, own, minute);
    const after = readSecrets(
      { ...scene, at: scene.at + 2 * minute },
      usedElsewhere(scene, instance),
      own,
      minute,
    );
    return { ...after, records: [...before.records, ...after.records] };
  },
};
