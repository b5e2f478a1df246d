import { byRole, call, deploying, type Examples, example, refused } from "../../examples/builders.ts";

const trusting = { roleName: "rekey-prod-rotate", policyDocument: "{}" };

export const examples: Examples = {
  fires: [
    example(
      "A user makes a role that is called as the stack's are",
      call("iam", "CreateRole", { roleName: "rekey-helper", assumeRolePolicyDocument: "{}" }),
      { severity: "HIGH", why: "rekey-helper" },
    ),
    example(
      "A role changes who may assume the rotation function's",
      call("iam", "UpdateAssumeRolePolicy", trusting, byRole("admin")),
      { why: "who may assume a role" },
    ),
  ],
  silent: [
    example("Of another application", call("iam", "CreateRole", { roleName: "orders" })),
    example("CloudFormation does it for a deployment", call("iam", "CreateRole", trusting, deploying)),
    example("It was refused", call("iam", "UpdateAssumeRolePolicy", trusting, refused)),
    example("The role is looked at", call("iam", "GetRole", { roleName: "rekey-prod-rotate" })),
  ],
};
