import { byRole, deploying, type Examples, example, refused, secrets } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user cancels a rotation", secrets("CancelRotateSecret"), {
      severity: "MEDIUM",
      why: "alice cancelled",
    }),
    example("A role does", secrets("CancelRotateSecret", {}, byRole("ci"))),
  ],
  silent: [
    example("CloudFormation takes a schedule away", secrets("CancelRotateSecret", {}, deploying)),
    example("It was refused", secrets("CancelRotateSecret", {}, refused)),
    example("A rotation is begun", secrets("RotateSecret", { rotateImmediately: true })),
  ],
};
