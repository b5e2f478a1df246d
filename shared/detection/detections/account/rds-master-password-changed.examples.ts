import { byRole, call, type Examples, example, refused, through } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user sets an instance's master password",
      call("rds", "ModifyDBInstance", {
        dBInstanceIdentifier: "shop",
        masterUserPassword: "****",
        applyImmediately: true,
      }),
      { severity: "MEDIUM" },
    ),
    example(
      "A role sets a cluster's",
      call(
        "rds",
        "ModifyDBCluster",
        { dBClusterIdentifier: "shop", masterUserPassword: "****" },
        byRole("ci"),
      ),
    ),
  ],
  silent: [
    example(
      "A larger instance is asked for",
      call("rds", "ModifyDBInstance", { dBInstanceIdentifier: "shop", dBInstanceClass: "db.r6g.large" }),
    ),
    example(
      "CloudFormation sets it for a deployment",
      call(
        "rds",
        "ModifyDBInstance",
        { dBInstanceIdentifier: "shop", masterUserPassword: "****" },
        through("cloudformation.amazonaws.com"),
      ),
    ),
    example(
      "It was refused",
      call("rds", "ModifyDBInstance", { dBInstanceIdentifier: "shop", masterUserPassword: "****" }, refused),
    ),
    example(
      "Secrets Manager is to manage it",
      call("rds", "ModifyDBInstance", { dBInstanceIdentifier: "shop", manageMasterUserPassword: true }),
    ),
  ],
};
