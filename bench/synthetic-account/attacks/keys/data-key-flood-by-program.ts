import { generateDataKey } from "../../records/kms.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver } from "../intruders.ts";
import { repeated } from "../repeated.ts";

const lasts = 5 * minute;

export const dataKeyFloodByProgram: Attack = {
  id: "data-key-flood-by-program",
  title: "A program asks for a data key for each file of a file system, and encrypts it",
  technique: "T1486",
  behaviours: ["data-key-flood"],
  lasts,
  plan: (scene) => {
    const { random, at } = scene;
    const application = anApplication(scene, "ec2");
    const { caller, principals } = takenOver(scene, application);
    const key = application.dataKey;
    const context = { application: application.name, purpose: "customer-data" };
    const records = repeated(random, at, lasts, 3_000, (when) => [
      generateDataKey(random, when, caller, key, context),
    ]);
    return { records, principals, resources: [key.arn], until: at + lasts };
  },
};
