import {
  byRole,
  type Examples,
  example,
  failing,
  kms,
  kmsReports,
  refused,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user deletes imported material", kms("DeleteImportedKeyMaterial"), {
      severity: "CRITICAL",
      why: "alice deleted",
    }),
    example("Imported material expires", kmsReports("DeleteExpiredKeyMaterial"), {
      severity: "HIGH",
      why: "has expired",
    }),
    example("A role deletes imported material", kms("DeleteImportedKeyMaterial", {}, byRole("ci"))),
  ],
  silent: [
    example(
      "The key has no imported material",
      kms("DeleteImportedKeyMaterial", {}, failing("UnsupportedOperationException")),
    ),
    example("A user who may not delete it tries", kms("DeleteImportedKeyMaterial", {}, refused)),
    example(
      "Material is imported",
      kms("ImportKeyMaterial", { expirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }),
    ),
    example("KMS rotates a key by itself", kmsReports("RotateKey")),
  ],
};
