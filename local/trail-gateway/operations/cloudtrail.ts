import { type Fields, type OperationFacts, read, write } from "./facts.ts";

const trail: Fields = [
  "Name",
  "S3BucketName",
  "S3KeyPrefix",
  "SnsTopicName",
  "IncludeGlobalServiceEvents",
  "IsMultiRegionTrail",
  "EnableLogFileValidation",
  "KmsKeyId",
  "IsOrganizationTrail",
];
const trailAnswer: Fields = [...trail, "TrailARN", "LogFileValidationEnabled"];
const operators = ["Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith"];
const selectors: Fields = [
  {
    EventSelectors: [
      "ReadWriteType",
      "IncludeManagementEvents",
      { DataResources: ["Type", "Values"] },
      "ExcludeManagementEventSources",
    ],
    AdvancedEventSelectors: ["Name", { FieldSelectors: ["Field", ...operators] }],
  },
];

/** CloudTrail itself. Source: its API reference; real records of StopLogging, DeleteTrail and PutEventSelectors. */
export const cloudTrail: Record<string, OperationFacts> = {
  LookupEvents: read(
    { LookupAttributes: ["AttributeKey", "AttributeValue"] },
    "StartTime",
    "EndTime",
    "EventCategory",
    "MaxResults",
    "NextToken",
  ),
  DescribeTrails: read("TrailNameList", "IncludeShadowTrails"),
  ListTrails: read("NextToken"),
  GetTrailStatus: read("Name"),
  GetEventSelectors: read("TrailName"),
  StopLogging: write(["Name"]),
  StartLogging: write(["Name"]),
  DeleteTrail: write(["Name"]),
  CreateTrail: write(trail, trailAnswer),
  UpdateTrail: write(trail, trailAnswer),
  PutEventSelectors: write(["TrailName", ...selectors], ["TrailARN", ...selectors]),
};
