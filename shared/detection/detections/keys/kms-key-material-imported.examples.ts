import { byRole, type Examples, example, kms, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user imports material of their own",
      kms("ImportKeyMaterial", { expirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }),
      {
        severity: "MEDIUM",
      },
    ),
    example(
      "A role imports new material into a key that had some",
      kms("ImportKeyMaterial", { importType: "NEW_KEY_MATERIAL" }, byRole("ci")),
    ),
  ],
  silent: [
    example(
      "The material has an end date: another detection tells of it",
      kms("ImportKeyMaterial", {
        expirationModel: "KEY_MATERIAL_EXPIRES",
        validTo: "Mar 8, 2026 12:00:00 PM",
      }),
    ),
    example("A user who may not import tries", kms("ImportKeyMaterial", {}, refused)),
    example("A key that waits for material is made", kms("CreateKey", { origin: "EXTERNAL" })),
  ],
};
