import { GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetResourcePolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDocuments, inlinePolicyOf, isPolicy, planRead } from "../../../shared/access/index.ts";
import { lookAtBoth, securityAccount, shareableSecret } from "./two-accounts.ts";

const root = `arn:aws:iam::${securityAccount}:root`;
const statement = (service: string) =>
  fc.record({
    Sid: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
    Effect: fc.constant("Allow"),
    Principal: fc.constantFrom({ AWS: root }, { AWS: [root, `arn:aws:iam::${securityAccount}:user/alice`] }),
    Action: fc.constantFrom(`${service}:*`, [`${service}:Describe*`, `${service}:Put*`]),
    Resource: fc.constant("*"),
  });
const policyOf = (service: string, least: number) =>
  fc
    .uniqueArray(statement(service), { minLength: least, maxLength: 3, selector: ({ Sid }) => Sid })
    .map((Statement) => JSON.stringify({ Version: "2012-10-17", Id: "theirs", Statement }));

describe("whatever policies are there", () => {
  it("what is written is what is printed, and then there is nothing left to write", async () => {
    const shared = await shareableSecret();
    const { owner, keyArn, secretArn } = shared;
    await fc.assert(
      fc.asyncProperty(policyOf("kms", 1), policyOf("secretsmanager", 1), async (ofKey, ofSecret) => {
        await owner.kms.send(
          new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default", Policy: ofKey }),
        );
        await owner.secretsManager.send(
          new PutResourcePolicyCommand({ SecretId: secretArn, ResourcePolicy: ofSecret }),
        );
        const before = await lookAtBoth(shared);
        const { documents } = planRead(before.secret, before.key, before.role);
        await applyDocuments(shared, documents);
        const { Policy } = await owner.kms.send(
          new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }),
        );
        const { ResourcePolicy } = await owner.secretsManager.send(
          new GetResourcePolicyCommand({ SecretId: secretArn }),
        );
        expect([Policy, ResourcePolicy, await inlinePolicyOf(shared.reader.iam, shared.roleArn)]).toEqual(
          documents.filter(isPolicy).map(({ after }) => after),
        );
        const after = await lookAtBoth(shared);
        const again = planRead(after.secret, after.key, after.role);
        expect(again.documents.map(({ changed }) => changed)).toEqual([false, false, false]);
      }),
      { numRuns: 25 },
    );
  });
});
