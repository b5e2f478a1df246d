import { byRole, type Examples, example, kms, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user imports material with an end date",
      kms("ImportKeyMaterial", {
        expirationModel: "KEY_MATERIAL_EXPIRES",
        validTo: "Mar 8, 2026 12:00:00 PM",
      }),
      { severity: "HIGH", why: "expires on Mar 8, 2026" },
    ),
    example(
      "A role imports it again with another end date",
      kms(
        "ImportKeyMaterial",
        { expirationModel: "KEY_MATERIAL_EXPIRES", validTo: "Mar 1, 2027 12:00:00 PM" },
        byRole("ci"),
      ),
    ),
  ],
  silent: [
    example(
      "Material that does not expire is imported",
      kms("ImportKeyMaterial", { expirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }),
    ),
    example(
      "A user who may not import tries",
      kms(
        "ImportKeyMaterial",
        { expirationModel: "KEY_MATERIAL_EXPIRES", validTo: "Mar 8, 2026 12:00:00 PM" },
        refused,
      ),
    ),
    example(
      "The wrapping key for an import is fetched",
      kms("GetParametersForImport", { wrappingKeySpec: "RSA_4096" }),
    ),
  ],
};
