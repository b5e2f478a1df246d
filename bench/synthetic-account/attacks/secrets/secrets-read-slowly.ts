import { hour } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { insider } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const secretsReadSlowly: Attack = {
  id: "secrets-read-slowly",
  title: "Somebody reads a secret every quarter of an hour, from the usual place, until they are 24",
  technique: "T1555.006",
  behaviours: ["many-secrets-read", "secret-read-first-time"],
  lasts: 6 * hour,
  plan: (scene) => readSecrets(scene, insider(scene, "DataEngineer"), secretsOfOthers(scene, 24), 6 * hour),
};
