import { type OperationFacts, read, write } from "./facts.ts";

const parameterFilters = { ParameterFilters: ["Key", "Option", "Values"] };

/** Parameter Store. Source: "Logging AWS Systems Manager API calls with AWS CloudTrail" in its user guide. */
export const ssm: Record<string, OperationFacts> = {
  GetParameter: read("Name", "WithDecryption"),
  GetParameters: read("Names", "WithDecryption"),
  GetParametersByPath: read(
    "Path",
    "Recursive",
    "WithDecryption",
    parameterFilters,
    "MaxResults",
    "NextToken",
  ),
  GetParameterHistory: read("Name", "WithDecryption", "MaxResults", "NextToken"),
  DescribeParameters: read({ Filters: ["Key", "Values"] }, parameterFilters, "MaxResults", "NextToken"),
  PutParameter: {
    ...write(
      [
        "Name",
        "Description",
        "Type",
        "KeyId",
        "Overwrite",
        "AllowedPattern",
        "Tier",
        "Policies",
        "DataType",
        { Tags: ["Key", "Value"] },
      ],
      ["Version", "Tier"],
    ),
    hidden: ["Value"],
  },
  DeleteParameter: write(["Name"]),
  DeleteParameters: write(["Names"], ["DeletedParameters", "InvalidParameters"]),
  LabelParameterVersion: write(["Name", "ParameterVersion", "Labels"], ["InvalidLabels", "ParameterVersion"]),
};
