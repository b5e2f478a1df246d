import {
  byRole,
  call,
  deploying,
  type Examples,
  example,
  refused,
  secrets,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user has a secret replicated",
      secrets("ReplicateSecretToRegions", { addReplicaRegions: [{ region: "sa-east-1" }] }),
      { severity: "LOW", why: "sa-east-1" },
    ),
    example(
      "A new secret has replicas",
      call(
        "secretsmanager",
        "CreateSecret",
        { name: "prod/shop", addReplicaRegions: [{ region: "us-east-1" }] },
        byRole("ci"),
      ),
    ),
  ],
  silent: [
    example(
      "CloudFormation makes one with replicas",
      call(
        "secretsmanager",
        "CreateSecret",
        { name: "prod/shop", addReplicaRegions: [{ region: "us-east-1" }] },
        deploying,
      ),
    ),
    example("A new secret without", call("secretsmanager", "CreateSecret", { name: "prod/shop" })),
    example(
      "It was refused",
      secrets("ReplicateSecretToRegions", { addReplicaRegions: [{ region: "sa-east-1" }] }, refused),
    ),
  ],
};
