import {
  account,
  byService,
  byUser,
  decrypt,
  type Examples,
  example,
  key,
  onKey,
  read,
  readParameters,
  refused,
  region,
  secretArn,
} from "../../examples/builders.ts";

const settings = { decoys: ["prod/payments-master", "/prod/root-password", `${key}0`] };

export const examples: Examples = {
  fires: [
    example("A decoy secret is read", read("prod/payments-master"), {
      settings,
      severity: "CRITICAL",
      why: "prod/payments-master",
    }),
    example(
      "Somebody tries, by the ARN, and is refused",
      read(
        `arn:aws:secretsmanager:${region}:${account}:secret:prod/payments-master-Zz9Yy8`,
        byUser("mallory"),
        refused,
      ),
      { settings },
    ),
    example("A decoy parameter is read among others", readParameters(["/shop/db", "/prod/root-password"]), {
      settings,
      why: "/prod/root-password",
    }),
    example("A decoy key is used", decrypt(undefined, onKey(`${key}0`)), { settings }),
  ],
  silent: [
    example("Another secret is read", read(secretArn), { settings }),
    example("One whose name only ends so", read("old-prod/payments-master"), { settings }),
    example(
      "AWS reads it for itself",
      read("prod/payments-master", byService("secretsmanager.amazonaws.com")),
      { settings },
    ),
    example("There are no decoys", [read("prod/payments-master"), readParameters(["/prod/root-password"])]),
  ],
};
