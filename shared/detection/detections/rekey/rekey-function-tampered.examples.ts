import {
  account,
  byRole,
  call,
  deploying,
  type Examples,
  example,
  refused,
  region,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user changes a function's code",
      call("lambda", "UpdateFunctionCode20150331v2", { functionName: "rekey-prod-rotate", publish: false }),
      { severity: "HIGH", why: "a part of Rekey" },
    ),
    example(
      "A role lets a function run no more",
      call(
        "lambda",
        "PutFunctionConcurrency20171031",
        {
          functionName: `arn:aws:lambda:${region}:${account}:function:rekey-prod-detect`,
          reservedConcurrentExecutions: 0,
        },
        byRole("admin"),
      ),
    ),
  ],
  silent: [
    example(
      "Of another application",
      call("lambda", "UpdateFunctionCode20150331v2", { functionName: "orders" }),
    ),
    example(
      "CloudFormation does it for a deployment",
      call(
        "lambda",
        "UpdateFunctionCode20150331v2",
        { functionName: "rekey-prod-rotate", publish: false },
        deploying,
      ),
    ),
    example(
      "It was refused",
      call(
        "lambda",
        "UpdateFunctionCode20150331v2",
        { functionName: "rekey-prod-rotate", publish: false },
        refused,
      ),
    ),
    example(
      "A function is looked at",
      call("lambda", "GetFunction20150331v2", { functionName: "rekey-prod-rotate" }),
    ),
  ],
};
