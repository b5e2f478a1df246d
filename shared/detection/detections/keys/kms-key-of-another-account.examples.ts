import {
  byRole,
  byUser,
  type Examples,
  example,
  kms,
  onKey,
  refused,
  stranger,
  strangersKey,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user makes data keys under a stranger's key",
      kms("GenerateDataKey", { keyId: strangersKey }, onKey(strangersKey)),
      {
        severity: "HIGH",
      },
    ),
    example(
      "S3 does so for a user who copies objects onto themselves",
      kms("GenerateDataKey", { keyId: strangersKey }, onKey(strangersKey), through("s3.amazonaws.com")),
    ),
  ],
  silent: [
    example("A key of the account", kms("GenerateDataKey", { keySpec: "AES_256" }, byRole("app"))),
    example(
      "The other account is trusted",
      kms("GenerateDataKey", { keyId: strangersKey }, onKey(strangersKey)),
      {
        settings: { trustedAccounts: [stranger] },
      },
    ),
    example("Something of theirs is decrypted", kms("Decrypt", {}, onKey(strangersKey))),
    example("It was refused", kms("GenerateDataKey", { keyId: strangersKey }, onKey(strangersKey), refused)),
    example(
      "A stranger uses a key of the account: the key's owner sees that",
      kms("Encrypt", {}, byUser("mallory", { accountId: stranger })),
    ),
  ],
};
