import type { Key } from "../../account/index.ts";
import type { Call } from "../../records/api-call.ts";
import { keyCall } from "../../records/kms.ts";
import type { Attack, Scene } from "../attack.ts";
import { aKey, stolenSession } from "../intruders.ts";

/** An attack that is one call about one key. */
interface KeyChange extends Omit<Attack, "plan"> {
  eventName: string;
  request(key: Key, scene: Scene): Record<string, unknown>;
  response?(key: Key, scene: Scene): Record<string, unknown>;
  fits?(key: Key): boolean;
}

/** A platform engineer's stolen session that changes one of the account's keys. */
export function keyChange({ eventName, request, response, fits, ...about }: KeyChange): Attack {
  return {
    ...about,
    plan: (scene) => {
      const { caller, principals } = stolenSession(scene, "PlatformEngineer");
      const key = aKey(scene, fits);
      const call: Pick<Call, "eventName" | "readOnly" | "request" | "response"> = {
        eventName,
        readOnly: false,
        request: request(key, scene),
        response: response?.(key, scene) ?? { keyId: key.arn },
      };
      const records = [keyCall(scene.random, scene.at, caller, key, call)];
      return { records, principals, resources: [key.arn], until: scene.at };
    },
  };
}
