import { paginateDescribeParameters } from "@aws-sdk/client-ssm";
import { type Dependent, dependsOn, type Place } from "./dependent.ts";

/** Parameters of the type SecureString. */
export const parameters: Place = {
  what: "SecureString parameters",
  actions: ["ssm:DescribeParameters"],
  find: async ({ ssm: client }, { recognize }) => {
    const found: Dependent[] = [];
    const secure = { ParameterFilters: [{ Key: "Type", Values: ["SecureString"] }] };
    for await (const { Parameters = [] } of paginateDescribeParameters({ client, pageSize: 50 }, secure)) {
      for (const { Name = "", ARN = Name, KeyId = "alias/aws/ssm" } of Parameters) {
        found.push(
          ...dependsOn(recognize, KeyId, {
            kind: "parameter",
            id: ARN,
            loss: "its value cannot be read",
          }),
        );
      }
    }
    return found;
  },
};
