import { accountId } from "../../account/index.ts";
import { second } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { readSecrets } from "./read-secrets.ts";
import { secretsOfOthers } from "./targets.ts";

export const secretReadByRoot: Attack = {
  id: "secret-read-by-root",
  title: "The account's root user reads a secret",
  technique: "T1078.004",
  behaviours: ["secret-read-by-root", "secret-read-first-time", "secret-read-on-console"],
  plan: (scene) => {
    const arn = `arn:aws:iam::${accountId}:root`;
    const caller = {
      identity: {
        type: "Root",
        principalId: accountId,
        arn,
        accountId,
        accessKeyId: `ASIA${scene.random.code(16)}`,
        sessionContext: {
          attributes: {
            creationDate: new Date(scene.at - 60_000).toISOString().replace(/\.\d+/, ""),
            mfaAuthenticated: "false",
          },
        },
      },
      sourceIPAddress: "84.160.12.7",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      fromConsole: true as const,
    };
    return readSecrets(scene, { caller, principals: [arn] }, secretsOfOthers(scene, 1), second);
  },
};
