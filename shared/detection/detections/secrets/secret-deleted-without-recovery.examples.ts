import {
  byRole,
  deploying,
  type Examples,
  example,
  refused,
  secrets,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user deletes a secret for good",
      secrets("DeleteSecret", { forceDeleteWithoutRecovery: true }),
      { severity: "HIGH", why: "alice deleted" },
    ),
    example("A role does", secrets("DeleteSecret", { forceDeleteWithoutRecovery: true }, byRole("ci"))),
    example(
      "CloudFormation does, when a stack is deleted",
      secrets("DeleteSecret", { forceDeleteWithoutRecovery: true }, deploying),
      { severity: "LOW" },
    ),
  ],
  silent: [
    example(
      "It can be restored",
      secrets("DeleteSecret", { recoveryWindowInDays: 7, forceDeleteWithoutRecovery: false }),
    ),
    example(
      "RDS deletes a secret that it manages",
      secrets("DeleteSecret", { forceDeleteWithoutRecovery: true }, through("rds.amazonaws.com")),
    ),
    example("It was refused", secrets("DeleteSecret", { forceDeleteWithoutRecovery: true }, refused)),
  ],
};
