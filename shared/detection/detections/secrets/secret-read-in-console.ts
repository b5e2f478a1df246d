import { secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { fromConsole, succeeded, who } from "../../reading/index.ts";

/** A person looked at a secret: it stood on a screen, perhaps in a browser's memory or a clipboard. */
export const secretReadInConsole: MatchDetection = {
  id: "secret-read-in-console",
  title: "Secret looked at in the console",
  description:
    "A person had a secret's value shown in the AWS Management Console. Noteworthy for secrets that only applications read.",
  technique: "T1555.006",
  severity: "INFORMATIONAL",
  kind: "match",
  wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
  matches: (record) => succeeded(record) && fromConsole(record),
  entity: secretOf,
  // A person who looks several times on one day is one thing to know.
  quietSeconds: 86_400,
  why: (record) => `${who(record)} had the secret shown in the console.`,
  remedy: "If it is one that nobody should know, rotate it when they are done: rekey rotate SECRET.",
};
