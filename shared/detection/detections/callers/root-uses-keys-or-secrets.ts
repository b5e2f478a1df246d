import { principalOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { isRoot, succeeded } from "../../reading/index.ts";
import { isDataCall } from "./gives-data.ts";

/** Nothing that is done with keys and secrets needs the root user, but for a key whose policy locked everybody out. */
export const rootUsesKeysOrSecrets: MatchDetection = {
  id: "root-uses-keys-or-secrets",
  title: "Root user uses or changes keys or secrets",
  description:
    "The account's root user reads a secret, decrypts, or changes a key, a secret or a parameter. Looking around in the console is left out.",
  technique: "T1078.004",
  severity: "HIGH",
  kind: "match",
  wants: [
    { source: "kms.amazonaws.com" },
    { source: "secretsmanager.amazonaws.com" },
    {
      source: "ssm.amazonaws.com",
      names: [
        "GetParameter",
        "GetParameters",
        "GetParametersByPath",
        "PutParameter",
        "DeleteParameter",
        "DeleteParameters",
      ],
    },
  ],
  matches: (record) =>
    isRoot(record) && succeeded(record) && (record.readOnly === false || isDataCall(record)),
  entity: (record) => principalOf(record).id,
  quietSeconds: 86_400,
  why: ({ eventName, sourceIPAddress }) => `The root user called ${eventName} from ${sourceIPAddress}.`,
  remedy:
    "If it was not you: change the root user's password, delete its access keys and look at its sessions in CloudTrail. If it was: use a role in its place.",
};
