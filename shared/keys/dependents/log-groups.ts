import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { type Dependent, dependsOn, type Place } from "./dependent.ts";

/** Log groups of CloudWatch Logs. */
export const logGroups: Place = {
  what: "log groups",
  actions: ["logs:DescribeLogGroups"],
  find: async ({ logs: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { logGroups: groups = [] } of paginateDescribeLogGroups({ client, pageSize: 50 }, {})) {
      for (const { logGroupName = "", arn = logGroupName, kmsKeyId } of groups) {
        const group = { kind: "log group", id: arn, loss: "what was logged cannot be read" };
        found.push(...dependsOn(recognize, kmsKeyId, group));
      }
    }
    return found;
  },
};
