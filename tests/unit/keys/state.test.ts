import { describe, expect, it } from "vitest";
import { disableKey, enableKey, KeyPermissionError, KeyStateError } from "../../../shared/keys/index.ts";
import { aKey, answeringKms } from "./a-key.ts";

const answers = { EnableKey: {}, DisableKey: {} };

describe("enabling and disabling a key", () => {
  it.each([
    ["enables a disabled key", enableKey, "Disabled", "EnableKey"],
    ["disables an enabled key", disableKey, "Enabled", "DisableKey"],
  ] as const)("%s", async (_, change, KeyState, call) => {
    const { kms, sent } = answeringKms(answers);
    expect(await change(kms, aKey({ KeyState }))).toEqual({ changed: true });
    expect(sent).toEqual([[call, { KeyId: aKey().arn }]]);
  });

  it.each([
    [enableKey, "Enabled"],
    [disableKey, "Disabled"],
  ] as const)("leaves alone what is so already: %s", async (change, KeyState) => {
    const { kms, sent } = answeringKms(answers);
    expect(await change(kms, aKey({ KeyState }))).toEqual({ changed: false });
    expect(sent).toEqual([]);
  });

  it.each(["PendingDeletion", "PendingImport", "Unavailable"] as const)(
    "refuses a key that is %s",
    async (KeyState) => {
      const { kms, sent } = answeringKms(answers);
      await expect(enableKey(kms, aKey({ KeyState }))).rejects.toThrow(KeyStateError);
      await expect(disableKey(kms, aKey({ KeyState }))).rejects.toThrow(KeyStateError);
      expect(sent).toEqual([]);
    },
  );

  it("says which permission is missing", async () => {
    const { kms } = answeringKms({ DisableKey: "AccessDeniedException" });
    await expect(disableKey(kms, aKey())).rejects.toThrow(KeyPermissionError);
    await expect(disableKey(kms, aKey())).rejects.toThrow("alias/prod-shop is not disabled");
  });
});
