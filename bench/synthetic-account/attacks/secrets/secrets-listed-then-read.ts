import { apiCall } from "../../records/api-call.ts";
import { minute, second } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { leakedAccessKey } from "../intruders.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const secretsListedThenRead: Attack = {
  id: "secrets-listed-then-read",
  title: "A leaked access key lists the secrets through Tor and reads what it found",
  technique: "T1555.006",
  behaviours: ["secrets-listed-then-read", "many-secrets-read", "secret-read-first-time", "unusual-network"],
  plan: (scene) => {
    const { random, at } = scene;
    const intruder = leakedAccessKey(scene);
    const list = (n: number) =>
      apiCall(random, at + n * second, "eu-central-1", intruder.caller, {
        service: "secretsmanager",
        eventName: "ListSecrets",
        readOnly: true,
        request: { maxResults: 100, ...(n > 0 ? { nextToken: random.code(40) } : {}) },
      });
    const read = readSecrets(
      { ...scene, at: at + 30 * second },
      intruder,
      secretsOfOthers(scene, 12),
      minute,
    );
    return { ...read, records: [list(0), list(1), list(2), ...read.records] };
  },
};
