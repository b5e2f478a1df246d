import { secretOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { isPerson, networks, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A secret's readers sit in the same networks day after day. */
export function secretNewNetwork(settings: DetectionSettings): FirstSeenDetection {
  return {
    id: "secret-new-network",
    title: "Secret read from a network that it was never read from",
    description:
      "A secret is read from a network (the /24 or /48 of an address, or a VPC endpoint) that it was never read from, and that is none of ownNetworks. Functions outside a VPC and hosted build runners, which have another address each time, count as one network; people travel, and are left out.",
    technique: "T1078.004",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: (record) => succeeded(record) && !isPerson(record),
    entity: secretOf,
    value: networks(settings).usual,
    forgetDays: settings.forgetDays,
    learningDays: settings.learningDays,
    why: (value, entity) => `The secret ${entity} was read from ${value} for the first time.`,
    remedy:
      "Ask whose network it is. One of yours: name it under ownNetworks. Nobody's: rotate the secret with rekey rotate SECRET and take away the credentials that read it.",
  };
}
