import { byRole, deploying, type Examples, example, refused, secrets } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user deletes a secret", secrets("DeleteSecret", { recoveryWindowInDays: 7 }), {
      severity: "LOW",
      why: "for 7 days",
    }),
    example("A role does, without saying for how long", secrets("DeleteSecret", {}, byRole("ci")), {
      why: "for 30 days",
    }),
  ],
  silent: [
    example(
      "CloudFormation deletes it with its stack",
      secrets("DeleteSecret", { recoveryWindowInDays: 30 }, deploying),
    ),
    example("It was refused", secrets("DeleteSecret", {}, refused)),
    example(
      "It is deleted for good: another detection tells of it",
      secrets("DeleteSecret", { forceDeleteWithoutRecovery: true }),
    ),
  ],
};
