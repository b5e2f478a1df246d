import { byRole, type Examples, example, kms, ownAccount, policy, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A policy is put without the check",
      kms("PutKeyPolicy", { policy: policy(ownAccount), bypassPolicyLockoutSafetyCheck: true }),
      { severity: "HIGH", why: "PutKeyPolicy" },
    ),
    example(
      "A key is made without the check",
      kms("CreateKey", { bypassPolicyLockoutSafetyCheck: true }, byRole("ci")),
      { why: "CreateKey" },
    ),
  ],
  silent: [
    example(
      "A policy is put with the check",
      kms("PutKeyPolicy", { policy: policy(ownAccount), bypassPolicyLockoutSafetyCheck: false }),
    ),
    example("A key is made and nothing said of the check", kms("CreateKey", { description: "app" })),
    example("It was refused", kms("PutKeyPolicy", { bypassPolicyLockoutSafetyCheck: true }, refused)),
  ],
};
