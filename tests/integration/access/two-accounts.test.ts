import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetKeyPolicyCommand, ListGrantsCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import {
  applyDocuments,
  decideRead,
  inlinePolicyOf,
  knownPolicies,
  lintBothSides,
  PolicyChangedError,
  planRead,
  planUse,
  principalsNamed,
  whoCanRead,
} from "../../../shared/access/index.ts";
import { applicationAccount, lookAtBoth, securityAccount, shareableSecret } from "./two-accounts.ts";

type Shared = Awaited<ReturnType<typeof shareableSecret>>;

async function decisionNow(shared: Shared) {
  const { role, secret, key } = await lookAtBoth(shared);
  return decideRead({ principal: role.principal, resource: secret.resource }, key.resource, {
    secret: knownPolicies(role, secret),
    key: knownPolicies(role, key),
  });
}

describe("a secret of the security account and a role of the application's account", () => {
  it("are joined by the policies of the guide: secret, key and role", async () => {
    const shared = await shareableSecret();
    const { owner, reader, keyArn, secretArn, roleArn, roleName } = shared;
    expect((await decisionNow(shared)).outcome).toBe("denied");

    const allow = (more: object) => ({ Effect: "Allow", ...more });
    const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
    await owner.secretsManager.send(
      new PutResourcePolicyCommand({
        SecretId: secretArn,
        ResourcePolicy: document(
          allow({ Principal: { AWS: roleArn }, Action: "secretsmanager:GetSecretValue", Resource: "*" }),
        ),
      }),
    );
    await reader.iam.send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: "read",
        PolicyDocument: document(
          allow({
            Action: "secretsmanager:GetSecretValue",
            Resource: secretArn.replace(/-[^-]{6}$/, "-*"),
          }),
          allow({ Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: keyArn }),
        ),
      }),
    );
    const withoutKey = await decisionNow(shared);
    expect(withoutKey.getSecretValue.outcome).toBe("allowed");
    expect(withoutKey.decrypt.outcome).toBe("denied");
    expect(withoutKey.decrypt.reason).toContain("key policy");
    const { secret, key } = await lookAtBoth(shared);
    expect(lintBothSides(secret, key).map(({ rule }) => rule)).toEqual(["both-sides-mismatch"]);

    await owner.kms.send(
      new PutKeyPolicyCommand({
        KeyId: keyArn,
        PolicyName: "default",
        Policy: document(
          allow({
            Principal: { AWS: `arn:aws:iam::${securityAccount}:root` },
            Action: "kms:*",
            Resource: "*",
          }),
          allow({
            Sid: "Allow Account B to use key",
            Principal: { AWS: `arn:aws:iam::${applicationAccount}:root` },
            Action: ["kms:Decrypt", "kms:DescribeKey"],
            Resource: "*",
          }),
        ),
      }),
    );
    const joined = await decisionNow(shared);
    expect(joined.outcome).toBe("allowed");
    const { ARN } = await reader.secretsManager.send(new GetSecretValueCommand({ SecretId: secretArn }));
    expect(ARN).toBe(secretArn);
    expect(joined.decrypt.decidedBy.map(({ statement }) => statement)).toContain(
      "Allow Account B to use key",
    );
  });

  it("are joined by what is printed, each side by its own account, and a second time nothing is left to do", async () => {
    const shared = await shareableSecret();
    const { owner, reader, keyArn, secretArn, roleArn } = shared;
    const before = await lookAtBoth(shared);
    const plan = planRead(before.secret, before.key, before.role);
    const printed = Object.fromEntries(
      plan.documents.map((one) => [one.kind, "after" in one ? one.after : ""]),
    );

    await applyDocuments({ owner }, plan.documents);
    expect(await inlinePolicyOf(reader.iam, roleArn)).toBeUndefined();
    expect((await decisionNow(shared)).outcome).toBe("denied");
    await applyDocuments({ reader }, plan.documents);

    const { Policy } = await owner.kms.send(
      new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }),
    );
    const { ResourcePolicy } = await owner.secretsManager.send(
      new GetResourcePolicyCommand({ SecretId: secretArn }),
    );
    expect({
      "key policy": Policy,
      "secret policy": ResourcePolicy,
      "identity policy": await inlinePolicyOf(reader.iam, roleArn),
    }).toEqual(printed);

    expect((await decisionNow(shared)).outcome).toBe("allowed");
    const after = await lookAtBoth(shared);
    const again = planRead(after.secret, after.key, after.role);
    expect(again.documents.map(({ changed }) => changed)).toEqual([false, false, false]);
    const who = whoCanRead(after.secret, after.key, [
      after.role,
      ...principalsNamed({ policy: after.secret.policy }, [after.role]),
    ]);
    expect(who).toMatchObject([{ principal: roleArn, outcome: "allowed" }]);
  });

  it("are joined by a grant, which is made once", async () => {
    const shared = await shareableSecret();
    const { owner, reader, keyArn } = shared;
    for (const changed of [true, false]) {
      const { secret, key, role } = await lookAtBoth(shared);
      const { documents } = planRead(secret, key, role, { byGrant: true });
      expect(documents.find(({ kind }) => kind === "grant")?.changed).toBe(changed);
      await applyDocuments({ owner }, documents);
      await applyDocuments({ reader }, documents);
    }
    const { Grants } = await owner.kms.send(new ListGrantsCommand({ KeyId: keyArn }));
    expect(Grants).toHaveLength(1);
    const decision = await decisionNow(shared);
    expect(decision.outcome).toBe("allowed");
    expect(decision.decrypt.decidedBy).toMatchObject([{ document: "grant" }]);
  });

  it("are not joined over a policy that somebody changed meanwhile", async () => {
    const shared = await shareableSecret();
    const { owner, keyArn } = shared;
    const { key, role } = await lookAtBoth(shared);
    const plan = planUse(key, role, ["Decrypt"]);
    const theirs = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${securityAccount}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
      Id: "theirs",
    });
    await owner.kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default", Policy: theirs }));
    const applying = applyDocuments({ owner }, plan.documents);
    await expect(applying).rejects.toThrow(PolicyChangedError);
    const { Policy } = await owner.kms.send(
      new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }),
    );
    expect(Policy).toBe(theirs);
  });
});
