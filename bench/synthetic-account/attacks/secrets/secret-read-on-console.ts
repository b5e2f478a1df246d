import { second } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { insider } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const secretReadOnConsole: Attack = {
  id: "secret-read-on-console",
  title: "Somebody whose work needs none has the console show a secret",
  technique: "T1555.006",
  behaviours: ["secret-read-on-console", "secret-read-first-time"],
  plan: (scene) => {
    const { caller, principals } = insider(scene, "Support");
    const userAgent =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36";
    const onConsole = { ...caller, userAgent, fromConsole: true as const };
    return readSecrets(scene, { caller: onConsole, principals }, secretsOfOthers(scene, 1), second);
  },
};
