import type { FirstSeenDetection } from "../../detection.ts";
import { directCaller, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { givesData } from "./gives-data.ts";

/** Who looks for secrets tries the regions. Seen where records of several regions come together. */
export function principalNewRegion({ learningDays, forgetDays }: DetectionSettings): FirstSeenDetection {
  return {
    id: "principal-new-region",
    title: "Principal reads in a region that it never used",
    description:
      "A principal reads secrets, parameters or encrypted data in a region where it never did. A stack sees its own region alone; rekey detect over log files sees all.",
    technique: "T1535",
    severity: "LOW",
    kind: "first-seen",
    wants: givesData,
    matches: succeeded,
    entity: directCaller,
    value: ({ awsRegion }) => awsRegion,
    forgetDays,
    learningDays,
    why: (value, entity) => `${entity} read in ${value} for the first time.`,
    remedy:
      "Ask whose it is. If nobody deployed anything there: take away the credentials and rotate what they read: rekey rotate SECRET.",
  };
}
