import { accountId } from "../../account/index.ts";
import { apiCall } from "../../records/api-call.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";

/** The account's trail, and the bucket that it writes to. */
export const trailName = "organization";
export const trailArn = `arn:aws:cloudtrail:eu-central-1:${accountId}:trail/${trailName}`;
export const trailBucket = "example-cloudtrail";

/** A stolen session's one call against the trail. */
export function trailChange(
  id: string,
  title: string,
  service: string,
  eventName: string,
  request: Record<string, unknown>,
): Attack {
  return {
    id,
    title,
    technique: "T1562.008",
    behaviours: ["trail-tampered"],
    plan: (scene) => {
      const { random, at } = scene;
      const { caller, principals } = stolenSession(scene, "PlatformEngineer");
      const call = { service, eventName, readOnly: false, request };
      const resources = [trailName, trailArn, trailBucket, `arn:aws:s3:::${trailBucket}`];
      return {
        records: [apiCall(random, at, "eu-central-1", caller, call)],
        principals,
        resources,
        until: at,
      };
    },
  };
}
