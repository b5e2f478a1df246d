import { keysOf, principalOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { isPerson, programOf, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A key used by one SDK for years, and now by a person's command line. */
export function kmsNewProgram({ learningDays, forgetDays }: DetectionSettings): FirstSeenDetection {
  return {
    id: "kms-new-program",
    title: "Key used by its user with another program",
    description:
      "A principal decrypts under a key with another kind of program (SDK, command line, browser) than it ever did, whatever its version. People use what they like, and are left out.",
    technique: "T1078.004",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "kms.amazonaws.com", names: ["Decrypt", "ReEncrypt"] }],
    matches: (record) => succeeded(record) && !isPerson(record),
    entity: (record) => {
      const [key] = keysOf(record);
      return key && `${principalOf(record).id} with ${key}`;
    },
    value: programOf,
    forgetDays,
    learningDays,
    why: (value, entity) => `${entity}: the key was used by ${value} for the first time.`,
    remedy: "Ask whoever made the call what they did. If nobody knows, take away the credentials.",
  };
}
