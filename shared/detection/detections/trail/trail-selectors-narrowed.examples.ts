import { byRole, type Examples, example, refused, trail } from "../../examples/builders.ts";

const everything = {
  readWriteType: "All",
  includeManagementEvents: true,
  dataResources: [],
  excludeManagementEventSources: [],
};

const select = (...eventSelectors: object[]) =>
  trail("PutEventSelectors", { trailName: "main", eventSelectors });
const fields = (...selectors: object[][]) =>
  trail("PutEventSelectors", {
    trailName: "main",
    advancedEventSelectors: selectors.map((fieldSelectors) => ({ fieldSelectors })),
  });
const management = { field: "eventCategory", equals: ["Management"] };

export const examples: Examples = {
  fires: [
    example("Management events are left out", select({ ...everything, includeManagementEvents: false }), {
      severity: "HIGH",
      why: "misses management events",
    }),
    example(
      "KMS is left out",
      select({ ...everything, excludeManagementEventSources: ["kms.amazonaws.com"] }),
      { why: "events of kms.amazonaws.com" },
    ),
    example("Read-only events are left out", select({ ...everything, readWriteType: "WriteOnly" }), {
      why: "read-only events",
    }),
    example("Changes are left out", select({ ...everything, readWriteType: "ReadOnly" }), {
      why: "write events",
    }),
    example(
      "Advanced selectors are about objects alone",
      fields([
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
      ]),
      { why: "management events" },
    ),
    example(
      "Advanced selectors leave out KMS",
      fields([
        management,
        { field: "eventSource", notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] },
      ]),
      { why: "events of kms.amazonaws.com" },
    ),
    example(
      "Advanced selectors want changes alone",
      fields([management, { field: "readOnly", equals: ["false"] }]),
      { why: "read-only events" },
    ),
  ],
  silent: [
    example("Everything is recorded", select(everything)),
    example(
      "The RDS Data API, which is loud, is left out",
      select({ ...everything, excludeManagementEventSources: ["rdsdata.amazonaws.com"] }),
    ),
    example(
      "Advanced selectors for all management events and for objects",
      fields([management], [{ field: "eventCategory", equals: ["Data"] }]),
    ),
    example(
      "It was refused",
      trail(
        "PutEventSelectors",
        { eventSelectors: [{ ...everything, includeManagementEvents: false }] },
        byRole("ci"),
        refused,
      ),
    ),
  ],
};
