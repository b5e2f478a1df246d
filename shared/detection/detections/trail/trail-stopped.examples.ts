import {
  byRole,
  deploying,
  type Examples,
  example,
  failing,
  refused,
  trail,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user stops the trail", trail("StopLogging"), { severity: "CRITICAL", why: "alice stopped" }),
    example("A role deletes it", trail("DeleteTrail", {}, byRole("ci")), {
      severity: "CRITICAL",
      why: "deleted",
    }),
    example("CloudFormation deletes it with its stack", trail("DeleteTrail", {}, deploying), {
      severity: "HIGH",
    }),
  ],
  silent: [
    example("It is started", trail("StartLogging")),
    example("It was refused", trail("StopLogging", {}, refused)),
    example("There is no such trail", trail("DeleteTrail", {}, failing("TrailNotFoundException"))),
  ],
};
