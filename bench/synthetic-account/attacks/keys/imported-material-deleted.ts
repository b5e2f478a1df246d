import { keyChange } from "./key-change.ts";

export const importedMaterialDeleted = keyChange({
  id: "imported-material-deleted",
  title: "The imported material of a key is deleted, at once and without a wait",
  technique: "T1485",
  behaviours: ["key-material-deleted"],
  eventName: "DeleteImportedKeyMaterial",
  request: ({ id }) => ({ keyId: id }),
  fits: ({ imported }) => imported,
});
