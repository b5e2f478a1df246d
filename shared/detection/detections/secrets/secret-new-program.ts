import { principalOf, secretOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { isPerson, programOf, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A secret read by one SDK for years, and now by a person's command line, perhaps with the application's credentials. */
export function secretNewProgram({ learningDays, forgetDays }: DetectionSettings): FirstSeenDetection {
  return {
    id: "secret-new-program",
    title: "Secret read by its reader with another program",
    description:
      "A principal reads a secret with another kind of program (SDK, command line, browser) than it ever did, whatever its version: an application's credentials in somebody's shell, for example. People use what they like, and are left out.",
    technique: "T1078.004",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: (record) => succeeded(record) && !isPerson(record),
    entity: (record) => {
      const secret = secretOf(record);
      return secret && `${principalOf(record).id} with ${secret}`;
    },
    value: programOf,
    forgetDays,
    learningDays,
    why: (value, entity) => `${entity}: the secret was read by ${value} for the first time.`,
    remedy:
      "Ask whoever made the call what they did. If nobody knows, rotate the secret: rekey rotate SECRET.",
  };
}
