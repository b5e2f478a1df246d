import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver, usedElsewhere } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";

export const secretReadFromTor: Attack = {
  id: "secret-read-from-tor",
  title: "A function's credentials read its own secret, as it always does, but through Tor",
  technique: "T1090.003",
  behaviours: ["unusual-network", "unusual-user-agent"],
  plan: (scene) => {
    const application = anApplication(scene, "lambda");
    const { caller, principals } = usedElsewhere(scene, takenOver(scene, application));
    const throughTor = { caller: { ...caller, sourceIPAddress: "185.220.101.47" }, principals };
    const own = application.secrets.slice(0, 2).map(({ secret }) => secret);
    return readSecrets(scene, throughTor, own, minute);
  },
};
