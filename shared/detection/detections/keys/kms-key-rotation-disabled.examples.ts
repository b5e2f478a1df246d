import { byRole, type Examples, example, failing, kms, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user turns off a key's rotation", kms("DisableKeyRotation"), {
      severity: "MEDIUM",
      why: "alice turned off",
    }),
    example("A role does", kms("DisableKeyRotation", {}, byRole("ci"))),
  ],
  silent: [
    example("It is turned on", kms("EnableKeyRotation", { rotationPeriodInDays: 365 })),
    example("It was refused", kms("DisableKeyRotation", {}, refused)),
    example(
      "The key cannot rotate anyway",
      kms("DisableKeyRotation", {}, failing("UnsupportedOperationException")),
    ),
  ],
};
