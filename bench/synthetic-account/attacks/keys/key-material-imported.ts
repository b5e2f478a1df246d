import { keyChange } from "./key-change.ts";

export const keyMaterialImported = keyChange({
  id: "key-material-imported",
  title: "Material that the intruder has too, and that expires tomorrow, is imported into a key",
  technique: "T1486",
  behaviours: ["key-material-imported"],
  eventName: "ImportKeyMaterial",
  request: ({ id }) => ({
    keyId: id,
    expirationModel: "KEY_MATERIAL_EXPIRES",
    importType: "NEW_KEY_MATERIAL",
  }),
  fits: ({ imported }) => imported,
});
