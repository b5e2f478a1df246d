import { nameInFindings } from "../../account/index.ts";
import { secretCall } from "../../records/secrets-manager.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver } from "../intruders.ts";
import { repeated } from "../repeated.ts";
import { secretsOfOthers } from "./targets.ts";

export const deniedCalls: Attack = {
  id: "denied-calls",
  title: "A program tries sixty secrets of others, and is refused each",
  technique: "T1580",
  behaviours: ["denied-calls"],
  plan: (scene) => {
    const { random, at } = scene;
    const application = anApplication(scene, "lambda");
    const { caller, principals } = takenOver(scene, application);
    const secrets = secretsOfOthers(scene, 60, application);
    const records = repeated(random, at, 3 * minute, secrets.length, (when, n) => {
      const secret = secrets[n];
      if (!secret) return [];
      const what = `is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret.arn}`;
      const message = `User: ${caller.identity.arn} ${what} because no identity-based policy allows the secretsmanager:GetSecretValue action`;
      const error = { code: "AccessDenied", message };
      return [
        secretCall(random, when, caller, secret, { eventName: "GetSecretValue", readOnly: true, error }),
      ];
    });
    return { records, principals, resources: secrets.map(nameInFindings), until: at + 3 * minute };
  },
};
