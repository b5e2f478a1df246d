import { second } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const secretReadFirstTime: Attack = {
  id: "secret-read-first-time",
  title: "A program reads a secret of another, which it never did",
  technique: "T1555.006",
  behaviours: ["secret-read-first-time"],
  plan: (scene) => {
    const application = anApplication(scene, "ecs");
    return readSecrets(scene, takenOver(scene, application), secretsOfOthers(scene, 1, application), second);
  },
};
