import { nameInFindings } from "../../account/index.ts";
import { batchGetSecretValue } from "../../records/secrets-manager.ts";
import { second } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";
import { secretsOfOthers } from "./targets.ts";

export const batchReadCatchAll: Attack = {
  id: "batch-read-catch-all",
  title: "Secrets are read in a batch by a filter that lets all of them through",
  technique: "T1555.006",
  behaviours: ["batch-read-catch-all", "many-secrets-read", "secret-read-first-time"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = stolenSession(scene);
    const secrets = secretsOfOthers(scene, 20);
    const filters = [{ key: "tag-key", values: ["!tagKeyThatNobodyHas"] }];
    const records = batchGetSecretValue(random, at, caller, "eu-central-1", filters, secrets);
    return { records, principals, resources: secrets.map(nameInFindings), until: at + second };
  },
};
