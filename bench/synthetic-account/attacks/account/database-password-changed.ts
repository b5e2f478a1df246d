import { accountId } from "../../account/index.ts";
import { apiCall } from "../../records/api-call.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";

export const databasePasswordChanged: Attack = {
  id: "database-password-changed",
  title: "The master password of a database is set past its secret",
  technique: "T1098",
  behaviours: ["database-password-changed"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = stolenSession(scene, "PlatformEngineer");
    const dBInstanceIdentifier = `prod-${random.pick(["orders", "billing", "ledger"])}`;
    const arn = `arn:aws:rds:eu-central-1:${accountId}:db:${dBInstanceIdentifier}`;
    const records = [
      apiCall(random, at, "eu-central-1", caller, {
        service: "rds",
        eventName: "ModifyDBInstance",
        readOnly: false,
        // CloudTrail shows that there was a password, and hides it.
        request: { dBInstanceIdentifier, masterUserPassword: "****", applyImmediately: true },
        response: {
          dBInstanceIdentifier,
          dBInstanceArn: arn,
          pendingModifiedValues: { masterUserPassword: "****" },
        },
      }),
    ];
    return { records, principals, resources: [dBInstanceIdentifier, arn], until: at };
  },
};
