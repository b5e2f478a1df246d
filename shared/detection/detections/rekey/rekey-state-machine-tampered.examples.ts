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
      "A user changes a state machine",
      call("states", "UpdateStateMachine", {
        stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:rekey-prod-rotate-secret`,
      }),
      { severity: "HIGH", why: "a part of Rekey" },
    ),
    example(
      "A role deletes one",
      call(
        "states",
        "DeleteStateMachine",
        { stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:rekey-prod-rotate-fleet` },
        byRole("admin"),
      ),
    ),
  ],
  silent: [
    example(
      "Of another application",
      call("states", "UpdateStateMachine", {
        stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:orders`,
      }),
    ),
    example(
      "CloudFormation does it for a deployment",
      call(
        "states",
        "UpdateStateMachine",
        { stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:rekey-prod-rotate-secret` },
        deploying,
      ),
    ),
    example(
      "It was refused",
      call(
        "states",
        "UpdateStateMachine",
        { stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:rekey-prod-rotate-secret` },
        refused,
      ),
    ),
    example(
      "A rotation is started by hand",
      call("states", "StartExecution", {
        stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:rekey-prod-rotate-secret`,
      }),
    ),
  ],
};
