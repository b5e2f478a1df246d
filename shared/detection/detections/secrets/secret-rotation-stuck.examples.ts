import { type Examples, example, later, momentOn, rotation, secrets } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A rotation begins and nothing more is heard", rotation("Started"), {
      sweepAt: momentOn(0, "13:30"),
      severity: "MEDIUM",
      why: "within 60 minutes",
    }),
    example(
      "The one before succeeded, this one is never heard of again",
      [rotation("Started"), rotation("Succeeded", later(20)), rotation("Started", later(600))],
      { sweepAt: momentOn(0, "13:30") },
    ),
  ],
  silent: [
    example("It succeeds", [rotation("Started"), rotation("Succeeded", later(20))], {
      sweepAt: momentOn(0, "18:00"),
    }),
    example("It fails: another detection tells of it", [rotation("Started"), rotation("Failed", later(20))], {
      sweepAt: momentOn(0, "18:00"),
    }),
    example("It is given up", [rotation("Started"), rotation("Abandoned", later(20))], {
      sweepAt: momentOn(0, "18:00"),
    }),
    example("There is time yet", rotation("Started"), { sweepAt: momentOn(0, "12:30") }),
    example("A rotation is asked for, but none begins", secrets("RotateSecret"), {
      sweepAt: momentOn(0, "18:00"),
    }),
  ],
};
