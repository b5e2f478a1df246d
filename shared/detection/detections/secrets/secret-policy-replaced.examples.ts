import {
  account,
  allow,
  byRole,
  deploying,
  type Examples,
  example,
  policy,
  refused,
  secrets,
  stranger,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user replaces a policy",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow({ AWS: account })) }),
      { severity: "LOW", why: "replaced" },
    ),
    example("A role deletes one", secrets("DeleteResourcePolicy", {}, byRole("ci")), { why: "deleted" }),
  ],
  silent: [
    example(
      "It is put without the check for a public one: another detection tells of it",
      secrets("PutResourcePolicy", {
        resourcePolicy: policy(allow({ AWS: account })),
        blockPublicPolicy: false,
      }),
    ),
    example(
      "CloudFormation replaces one",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow({ AWS: account })) }, deploying),
    ),
    example(
      "It lets in another account: another detection tells of it",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow({ AWS: stranger })) }),
    ),
    example("It was refused", secrets("DeleteResourcePolicy", {}, refused)),
  ],
};
