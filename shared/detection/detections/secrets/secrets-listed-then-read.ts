import { secretOf } from "../../../trail/index.ts";
import type { SequenceDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";

/** Applications know the names of their secrets; who lists them first is looking for some. */
export const secretsListedThenRead: SequenceDetection = {
  id: "secrets-listed-then-read",
  title: "Secrets listed, then read",
  description:
    "A principal lists the secrets and then reads five of them or more within ten minutes. People in the console list, and read one or two.",
  technique: "T1555.006",
  severity: "MEDIUM",
  kind: "sequence",
  wants: [{ source: "secretsmanager.amazonaws.com", names: ["ListSecrets", "GetSecretValue"] }],
  matches: succeeded,
  entity: individual,
  steps: [
    { says: "lists the secrets", matches: ({ eventName }) => eventName === "ListSecrets" },
    {
      says: "reads five different ones",
      matches: ({ eventName }) => eventName === "GetSecretValue",
      times: 5,
      distinct: secretOf,
    },
  ],
  windowSeconds: 600,
  why: (_record, entity) => `${entity} listed the secrets and read five or more of them within ten minutes.`,
  remedy:
    "Ask whose it is. If it copies secrets as its task, allow it under allow; if not, take away its credentials and rotate what it read: rekey rotate SECRET for each.",
};
