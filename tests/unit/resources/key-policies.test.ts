import { describe, expect, it } from "vitest";
import { keyPolicies } from "../../../resources/key-policies.ts";
import {
  decide,
  knownPolicies,
  lintPolicy,
  parsePolicy,
  parsePrincipal,
  parseResource,
} from "../../../shared/access/index.ts";
import { checkWayBackIn } from "../../../shared/keys/index.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const resource = parseResource(
  `arn:aws:kms:${place.region}:${place.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
);
const application = `arn:aws:iam::${place.account}:role/App`;
const everything = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };

/** A policy as CloudFormation makes it, in an account. */
function deployed(name: keyof typeof keyPolicies): string {
  const policy = name === "trail" ? { Statement: Object.values(keyPolicies.trail) } : keyPolicies[name];
  const text = JSON.stringify(policy, (_, value) => value?.["Fn::Sub"] ?? value);
  const pseudo: Record<string, string> = { Partition: "aws", AccountId: place.account, Region: place.region };
  return text.replace(/\$\{AWS::(\w+)\}/g, (_, parameter) => pseudo[parameter] ?? "?");
}

/** Whether somebody whose identity policies allow everything may do something with a key. */
function outcome(name: keyof typeof keyPolicies, who: string, operation: string, via?: string, context = {}) {
  const principal = parsePrincipal(who);
  const identity = [{ name: "everything", document: parsePolicy(everything) }];
  const policy = [{ name: "key policy", document: parsePolicy(deployed(name)) }];
  return decide(
    {
      principal,
      action: `kms:${operation}`,
      resource,
      via: via && `${via}.eu-central-1.amazonaws.com`,
      context,
    },
    knownPolicies({ principal, identity, boundary: "none" }, { policy }),
  ).outcome;
}

describe("the policies of the stack's own keys", () => {
  it.each(["secrets", "alerts", "trail"] as const)(
    "leave a way back into the key of the %s, and nothing that is found wrong",
    (name) => {
      checkWayBackIn(deployed(name), place, []);
      const document = parsePolicy(deployed(name));
      expect(
        lintPolicy({ name, kind: "key policy", document, account: place.account, region: place.region }),
      ).toEqual([]);
    },
  );

  it.each([
    ["secrets", "secretsmanager"],
    ["secrets", "ssm"],
    ["alerts", "sns"],
    ["alerts", "dynamodb"],
    ["trail", "s3"],
  ] as const)("let the key of the %s be used through %s", (name, via) => {
    for (const operation of ["Decrypt", "GenerateDataKey"])
      expect(outcome(name, application, operation, via)).toBe("allowed");
  });

  it.each([
    ["secrets", undefined],
    ["secrets", "dynamodb"],
    ["alerts", undefined],
    ["alerts", "secretsmanager"],
    ["trail", undefined],
    ["trail", "dynamodb"],
  ] as const)(
    "let nobody use the key of the %s through %s, whatever identity policies allow",
    (name, via) => {
      for (const operation of ["Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant"]) {
        expect(outcome(name, application, operation, via)).toBe("denied");
      }
    },
  );

  it("let a table be made under the alerts' key, by a grant to DynamoDB", () => {
    expect(outcome("alerts", application, "CreateGrant", "dynamodb")).toBe("allowed");
  });

  it("let the alarms of this account publish, and those of no other", () => {
    const alarm = "cloudwatch.amazonaws.com";
    const from = (account: string) => ({ "aws:SourceAccount": [account] });
    for (const operation of ["Decrypt", "GenerateDataKey"]) {
      expect(outcome("alerts", alarm, operation, undefined, from(place.account))).toBe("allowed");
      expect(outcome("alerts", alarm, operation, undefined, from("444455556666"))).toBe("denied");
    }
    expect(outcome("secrets", alarm, "Decrypt", undefined, from(place.account))).toBe("denied");
  });
});
