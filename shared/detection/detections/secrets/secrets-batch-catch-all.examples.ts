import { batchRead, byRole, call, type Examples, example, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user reads all secrets that lack a tag", batchRead([{ key: "tag-key", values: ["!x"] }]), {
      severity: "HIGH",
      why: "the filter !x",
    }),
    example(
      "With several such filters",
      batchRead(
        [
          { key: "tag-key", values: ["!a", "!b"] },
          { key: "name", values: ["!c"] },
        ],
        byRole("shop"),
      ),
    ),
  ],
  silent: [
    example("A filter that asks for a tag", batchRead([{ key: "tag-key", values: ["StratusRedTeam"] }])),
    example(
      "A filter that asks for one and leaves out another",
      batchRead([{ key: "tag-key", values: ["app", "!legacy"] }]),
    ),
    example(
      "Secrets named one by one",
      call(
        "secretsmanager",
        "BatchGetSecretValue",
        { secretIdList: ["prod/shop", "prod/mail"] },
        byRole("shop"),
      ),
    ),
    example("It was refused", batchRead([{ key: "tag-key", values: ["!x"] }], refused)),
  ],
};
