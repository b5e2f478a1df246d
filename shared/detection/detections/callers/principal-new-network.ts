import type { FirstSeenDetection } from "../../detection.ts";
import { directCaller, isPerson, networks, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { givesData } from "./gives-data.ts";

/** Applications stay where they are; their stolen credentials do not. */
export function principalNewNetwork(settings: DetectionSettings): FirstSeenDetection {
  return {
    id: "principal-new-network",
    title: "Application reads from a network that it never called from",
    description:
      "A role or user that is no person reads secrets, parameters or encrypted data from a network (the /24 or /48 of an address, or a VPC endpoint) that it never called from and that is none of ownNetworks. Functions outside a VPC and hosted build runners, which have another address each time, count as one network; people travel, and are left out.",
    technique: "T1078.004",
    severity: "LOW",
    kind: "first-seen",
    wants: givesData,
    matches: (record) => succeeded(record) && (!isPerson(record) || isAccessKeyOfUser(record.userIdentity)),
    entity: directCaller,
    value: networks(settings).usual,
    forgetDays: settings.forgetDays,
    learningDays: settings.learningDays,
    why: (value, entity) => `${entity} called from ${value} for the first time.`,
    remedy:
      "Ask whose network it is. One of yours: name it under ownNetworks. Nobody's: take away the credentials and rotate what they read: rekey rotate SECRET.",
  };
}

/** An IAM user's long-lived access key is an application's as a rule; people have sessions. */
function isAccessKeyOfUser({
  type,
  accessKeyId = "",
}: {
  type?: string | undefined;
  accessKeyId?: string | undefined;
}): boolean {
  return type === "IAMUser" && accessKeyId.startsWith("AKIA");
}
