import {
  byRole,
  deploying,
  type Examples,
  example,
  failing,
  kms,
  kmsReports,
  refused,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user disables a key", kms("DisableKey"), {
      severity: "HIGH",
      why: "user/alice disabled the key",
    }),
    example(
      "A role schedules a key for deletion",
      kms("ScheduleKeyDeletion", { pendingWindowInDays: 7 }, byRole("ci")),
      {
        severity: "CRITICAL",
        why: "in 7 days",
      },
    ),
    example(
      "CloudFormation deletes a stack's key, which keeps AWS's 30 days",
      kms("ScheduleKeyDeletion", {}, deploying),
      {
        why: "in 30 days",
      },
    ),
  ],
  silent: [
    example("A user who may not disable the key tries", kms("DisableKey", {}, refused)),
    example(
      "A key that is being deleted already is disabled in vain",
      kms("DisableKey", {}, failing("KMSInvalidStateException")),
    ),
    example("A key is enabled again, its deletion cancelled", [kms("CancelKeyDeletion"), kms("EnableKey")]),
    example(
      "KMS deletes a key when its waiting period ends: that was told when it was scheduled",
      kmsReports("DeleteKey"),
    ),
  ],
};
