import { byRole, call, deploying, type Examples, example, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user disables a rule",
      call("events", "DisableRule", { name: "rekey-prod-kms", eventBusName: "default" }),
      { severity: "HIGH", why: "a part of Rekey" },
    ),
    example(
      "A role removes a rule's targets",
      call(
        "events",
        "RemoveTargets",
        { rule: "rekey-prod-secretsmanager", ids: ["trail-queue"] },
        byRole("admin"),
      ),
    ),
  ],
  silent: [
    example("Of another application", call("events", "DisableRule", { name: "nightly-report" })),
    example(
      "CloudFormation does it for a deployment",
      call("events", "DisableRule", { name: "rekey-prod-kms", eventBusName: "default" }, deploying),
    ),
    example(
      "It was refused",
      call("events", "DisableRule", { name: "rekey-prod-kms", eventBusName: "default" }, refused),
    ),
    example("A rule is enabled", call("events", "EnableRule", { name: "rekey-prod-kms" })),
  ],
};
