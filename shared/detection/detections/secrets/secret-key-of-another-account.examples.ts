import {
  call,
  type Examples,
  example,
  key,
  refused,
  secrets,
  stranger,
  strangersKey,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A secret is put under a stranger's key", secrets("UpdateSecret", { kmsKeyId: strangersKey }), {
      severity: "HIGH",
    }),
    example(
      "A replica is",
      secrets("ReplicateSecretToRegions", {
        addReplicaRegions: [{ region: "us-east-1", kmsKeyId: strangersKey }],
      }),
    ),
    example(
      "A new secret is",
      call("secretsmanager", "CreateSecret", { name: "prod/shop", kmsKeyId: strangersKey }),
    ),
  ],
  silent: [
    example("Under a key of the account", secrets("UpdateSecret", { kmsKeyId: key })),
    example(
      "By the name of an alias, which is of the account",
      secrets("UpdateSecret", { kmsKeyId: "alias/app" }),
    ),
    example("The other account is trusted", secrets("UpdateSecret", { kmsKeyId: strangersKey }), {
      settings: { trustedAccounts: [stranger] },
    }),
    example("It was refused", secrets("UpdateSecret", { kmsKeyId: strangersKey }, refused)),
  ],
};
