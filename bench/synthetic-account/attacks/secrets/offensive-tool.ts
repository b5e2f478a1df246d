import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { insider } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const offensiveTool: Attack = {
  id: "offensive-tool",
  title: "A tool of penetration testers reads secrets from a developer's own machine",
  technique: "T1555.006",
  behaviours: ["unusual-user-agent", "secret-read-first-time"],
  plan: (scene) => {
    const { caller, principals } = insider(scene, "Developer");
    const userAgent =
      "Boto3/1.34.46 md/Botocore#1.34.46 ua/2.0 os/linux#6.6.15-kali-amd64 lang/python#3.11.8 Pacu/1.6.0";
    return readSecrets(
      scene,
      { caller: { ...caller, userAgent }, principals },
      secretsOfOthers(scene, 3),
      minute,
    );
  },
};
