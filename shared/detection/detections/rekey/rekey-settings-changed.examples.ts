import { byRole, call, deploying, type Examples, example, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user changes the stack's settings",
      call("ssm", "PutParameter", { name: "/rekey-prod/detection", overwrite: true }),
      { severity: "MEDIUM", why: "a part of Rekey" },
    ),
    example(
      "A role deletes them",
      call("ssm", "DeleteParameters", { names: ["/rekey-prod/detection"] }, byRole("admin")),
    ),
  ],
  silent: [
    example(
      "Of another application",
      call("ssm", "PutParameter", { name: "/orders/rekeying", overwrite: true }),
    ),
    example(
      "CloudFormation does it for a deployment",
      call("ssm", "PutParameter", { name: "/rekey-prod/detection", overwrite: true }, deploying),
    ),
    example(
      "It was refused",
      call("ssm", "PutParameter", { name: "/rekey-prod/detection", overwrite: true }, refused),
    ),
    example("They are read", call("ssm", "GetParameter", { name: "/rekey-prod/detection" })),
  ],
};
