import { keyChange } from "./key-change.ts";

export const keyDisabled = keyChange({
  id: "key-disabled",
  title: "A key is disabled: nothing that it encrypts can be read",
  technique: "T1489",
  behaviours: ["key-disabled-or-scheduled-for-deletion"],
  eventName: "DisableKey",
  request: ({ id }) => ({ keyId: id }),
});
