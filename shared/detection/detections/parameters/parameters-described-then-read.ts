import type { SequenceDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import { decrypts, parameterArns, parametersOf } from "./read.ts";

/** Applications know the names of their parameters; who lists them first is looking for some. */
export const parametersDescribedThenRead: SequenceDetection = {
  id: "parameters-described-then-read",
  title: "Parameters listed, then read with decryption",
  description:
    "A principal lists the parameters and then makes three different reads with decryption or more within ten minutes. People in the console list, and read one or two.",
  technique: "T1555.006",
  severity: "MEDIUM",
  kind: "sequence",
  wants: [
    {
      source: "ssm.amazonaws.com",
      names: ["DescribeParameters", "GetParameter", "GetParameters", "GetParametersByPath"],
    },
  ],
  matches: succeeded,
  entity: individual,
  steps: [
    { says: "lists the parameters", matches: ({ eventName }) => eventName === "DescribeParameters" },
    {
      says: "makes three different reads with decryption",
      matches: decrypts,
      times: 3,
      distinct: (record) => parametersOf(record).join(),
    },
  ],
  windowSeconds: 600,
  resources: parameterArns,
  why: (_record, entity) =>
    `${entity} listed the parameters and made three different reads with decryption or more within ten minutes.`,
  remedy:
    "Ask whose it is. If nobody knows, take away its credentials and change what it read: aws ssm put-parameter --overwrite for each.",
};
