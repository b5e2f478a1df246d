import { paginateListFunctions } from "@aws-sdk/client-lambda";
import { type Dependent, dependsOn, type Place } from "./dependent.ts";

/** Functions of Lambda whose environment is encrypted; the AWS managed key does it where none is named. */
export const functions: Place = {
  what: "Lambda functions",
  actions: ["lambda:ListFunctions"],
  find: async ({ lambda: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
      for (const { FunctionArn = "", KMSKeyArn, Environment } of Functions) {
        const named = KMSKeyArn || (Environment ? "alias/aws/lambda" : undefined);
        found.push(
          ...dependsOn(recognize, named, {
            kind: "Lambda function",
            id: FunctionArn,
            part: "environment",
            loss: "it cannot be started",
          }),
        );
      }
    }
    return found;
  },
};
