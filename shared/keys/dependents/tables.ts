import { DescribeTableCommand, paginateListTables } from "@aws-sdk/client-dynamodb";
import { dependsOn, type Place } from "./dependent.ts";

/** Tables of DynamoDB. One that names no key is under a key of AWS's own. */
export const tables: Place = {
  what: "DynamoDB tables",
  actions: ["dynamodb:ListTables", "dynamodb:DescribeTable"],
  find: async ({ dynamoDb: client }, { recognize, each }) => {
    const names: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
    return each(
      names,
      (name) => name,
      async (TableName) => {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }));
        return dependsOn(recognize, Table?.SSEDescription?.KMSMasterKeyArn, {
          kind: "DynamoDB table",
          id: Table?.TableArn ?? TableName,
          loss: "it can be neither read nor written, and is archived after seven days",
        });
      },
    );
  },
};
