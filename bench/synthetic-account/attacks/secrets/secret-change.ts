import { nameInFindings, type Secret } from "../../account/index.ts";
import { secretCall } from "../../records/secrets-manager.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";
import { aSecret } from "./targets.ts";

/** An attack that is one call about one secret. */
interface SecretChange extends Omit<Attack, "plan"> {
  eventName: string;
  request: Record<string, unknown>;
  response?(secret: Secret): Record<string, unknown>;
}

/** A platform engineer's stolen session that changes a secret. */
export function secretChange({ eventName, request, response, ...about }: SecretChange): Attack {
  return {
    ...about,
    plan: (scene) => {
      const { caller, principals } = stolenSession(scene, "PlatformEngineer");
      const secret = aSecret(scene);
      const records = [
        secretCall(scene.random, scene.at, caller, secret, {
          eventName,
          readOnly: false,
          request,
          response: { arn: secret.arn, name: secret.name, ...response?.(secret) },
        }),
      ];
      return { records, principals, resources: [nameInFindings(secret)], until: scene.at };
    },
  };
}
