import { accountId } from "../../account/index.ts";
import { apiCall } from "../../records/api-call.ts";
import { minute, second } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { leakedAccessKey } from "../intruders.ts";
import { repeated } from "../repeated.ts";

const calls: [service: string, eventName: string][] = [
  ["kms", "ListKeys"],
  ["kms", "ListAliases"],
  ["kms", "ListGrants"],
  ["kms", "GetKeyPolicy"],
  ["secretsmanager", "ListSecrets"],
  ["secretsmanager", "GetResourcePolicy"],
  ["ssm", "DescribeParameters"],
  ["cloudtrail", "DescribeTrails"],
];

export const stockTaken: Attack = {
  id: "stock-taken",
  title: "A leaked access key lists all there is within seconds, through Tor, and mostly may not",
  technique: "T1580",
  behaviours: ["stock-taken", "denied-calls", "unusual-network"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = leakedAccessKey(scene);
    const records = repeated(random, at, 8 * second, calls.length * 3, (when, n) => {
      const [service, eventName] = calls[n % calls.length] ?? ["kms", "ListKeys"];
      const message = `User: ${caller.identity.arn} is not authorized to perform: ${service}:${eventName}`;
      const error = service === "secretsmanager" ? undefined : { code: "AccessDenied", message };
      return [
        apiCall(random, when, "eu-central-1", caller, {
          service,
          eventName,
          readOnly: true,
          request: null,
          error,
        }),
      ];
    });
    return { records, principals, resources: [`${accountId}/eu-central-1`], until: at + minute };
  },
};
