import { type Examples, example, later, rotation, times } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A rotation fails three times",
      times(3, (n) => rotation("Failed", later(n * 3_600))),
      { severity: "MEDIUM", why: "at least 3 times" },
    ),
    example(
      "Each after another start",
      times(4, (n) => [
        rotation("Started", later(n * 4_000)),
        rotation("Failed", later(n * 4_000 + 60)),
      ]).flat(),
    ),
  ],
  silent: [
    example(
      "It fails twice",
      times(2, (n) => rotation("Failed", later(n * 3_600))),
    ),
    example(
      "It fails once a day",
      times(5, (n) => rotation("Failed", later(n * 86_400))),
    ),
    example(
      "It succeeds",
      times(5, (n) => rotation("Succeeded", later(n * 60))),
    ),
  ],
};
