import { byRole, call, deploying, type Examples, example, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user deletes the table", call("dynamodb", "DeleteTable", { tableName: "rekey-prod" }), {
      severity: "HIGH",
      why: "a part of Rekey",
    }),
    example(
      "A role turns off its recovery",
      call(
        "dynamodb",
        "UpdateContinuousBackups",
        { tableName: "rekey-prod", pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } },
        byRole("admin"),
      ),
    ),
  ],
  silent: [
    example("Of another application", call("dynamodb", "DeleteTable", { tableName: "orders" })),
    example(
      "CloudFormation does it for a deployment",
      call("dynamodb", "DeleteTable", { tableName: "rekey-prod" }, deploying),
    ),
    example("It was refused", call("dynamodb", "DeleteTable", { tableName: "rekey-prod" }, refused)),
    example("The table is looked at", call("dynamodb", "DescribeTable", { tableName: "rekey-prod" })),
  ],
};
