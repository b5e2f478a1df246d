import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenFromInstance } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";

export const instanceCredentialsOutside: Attack = {
  id: "instance-credentials-outside",
  title: "An instance's credentials read its own secrets from a rented server",
  technique: "T1552.005",
  behaviours: ["instance-credentials-outside", "unusual-network"],
  plan: (scene) => {
    const application = anApplication(scene, "ec2");
    const own = application.secrets.slice(0, 3).map(({ secret }) => secret);
    return readSecrets(scene, takenFromInstance(scene, application), own, minute);
  },
};
