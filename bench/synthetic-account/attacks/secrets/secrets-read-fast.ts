import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const secretsReadFast: Attack = {
  id: "secrets-read-fast",
  title: "Forty secrets are read within two minutes",
  technique: "T1555.006",
  behaviours: ["many-secrets-read", "secret-read-first-time", "unusual-network"],
  plan: (scene) => readSecrets(scene, stolenSession(scene), secretsOfOthers(scene, 40), 2 * minute),
};
