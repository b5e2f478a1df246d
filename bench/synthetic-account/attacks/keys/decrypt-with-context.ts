import { decrypt } from "../../records/kms.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver } from "../intruders.ts";
import { repeated } from "../repeated.ts";

/** A program that decrypts a few times with its own key, but not in the context that it always does. */
export function decryptWithContext(
  about: Omit<Attack, "plan">,
  context: Record<string, string> | undefined,
): Attack {
  return {
    ...about,
    plan: (scene) => {
      const { random, at } = scene;
      const application = anApplication(scene, "ecs");
      const { caller, principals } = takenOver(scene, application);
      const records = repeated(random, at, 2 * minute, 6, (when) => [
        decrypt(random, when, caller, application.dataKey, context),
      ]);
      return { records, principals, resources: [application.dataKey.arn], until: at + 2 * minute };
    },
  };
}
