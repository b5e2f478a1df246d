import { describe, expect, it } from "vitest";
import {
  awsManagedKeyPolicy,
  decideRead,
  type KnownPolicies,
  parsePolicy,
  parsePrincipal,
  parseResource,
} from "../../../shared/access/index.ts";
import { account, alice, key, type RawStatement, secret, secretsManager } from "./cases/case.ts";
import { readingCases } from "./reading-cases.ts";

const named = (name: string, Statement: RawStatement[]) => [
  { name, document: parsePolicy({ Version: "2012-10-17", Statement }) },
];

describe("whether a secret can be read, as AWS's documentation tells", () => {
  it.each(readingCases)(
    "$says [$page]",
    ({ who = alice, identity, secretPolicy, keyPolicy, context, ...expected }) => {
      const principal: KnownPolicies = {
        identity: named("identity", identity),
        boundary: "none",
        session: "none",
        serviceControl: "none",
        resourceControl: "none",
        endpoint: "none",
        resource: "none",
        grants: "none",
      };
      const decision = decideRead(
        { principal: parsePrincipal(who), resource: parseResource(secret), context },
        parseResource(key),
        {
          secret: { ...principal, resource: secretPolicy ? named("secret's policy", secretPolicy) : "none" },
          key: {
            ...principal,
            resource: keyPolicy
              ? named("key policy", keyPolicy)
              : [awsManagedKeyPolicy(account, secretsManager)],
          },
        },
      );
      const { read, getSecretValue = read, decrypt = read } = expected;
      expect(decision.outcome).toBe(read);
      if (expected.getSecretValue) expect(decision.getSecretValue.outcome).toBe(getSecretValue);
      if (expected.decrypt) expect(decision.decrypt.outcome).toBe(decrypt);
    },
  );
});
