import { keyChange } from "./key-change.ts";

export const keyRotationDisabled = keyChange({
  id: "key-rotation-disabled",
  title: "The yearly rotation of a key is turned off",
  technique: "T1562",
  behaviours: ["key-rotation-disabled"],
  eventName: "DisableKeyRotation",
  request: ({ id }) => ({ keyId: id }),
  fits: ({ rotates }) => rotates,
});
