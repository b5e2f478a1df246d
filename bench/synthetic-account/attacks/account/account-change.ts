import { apiCall } from "../../records/api-call.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";

/** A call that weakens the account itself, and what it is about. */
interface AccountChange extends Omit<Attack, "plan" | "behaviours"> {
  service: string;
  eventName: string;
  /** IAM's events are all in us-east-1. */
  region: string;
  request: Record<string, unknown>;
  resources: string[];
}

/** A platform engineer's stolen session that weakens the account, by one call. */
export function accountChange({ id, title, technique, region, resources, ...call }: AccountChange): Attack {
  return {
    id,
    title,
    technique,
    behaviours: ["account-weakened"],
    plan: (scene) => {
      const { random, at } = scene;
      const { caller, principals } = stolenSession(scene, "PlatformEngineer");
      const records = [apiCall(random, at, region, caller, { ...call, readOnly: false })];
      return { records, principals, resources, until: at };
    },
  };
}
