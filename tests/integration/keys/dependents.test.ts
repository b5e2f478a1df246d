import { randomBytes } from "node:crypto";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateVolumeCommand } from "@aws-sdk/client-ec2";
import { CreateAliasCommand, CreateGrantCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { describe, expect, inject, it } from "vitest";
import { aliasesOf, dependentsOf, resolveKey } from "../../../shared/keys/index.ts";
import { dependentClients } from "../../unit/keys/dependent-clients.ts";

const { endpoint } = inject("integration");
const clients = dependentClients(endpoint);

/** A key with an alias, and nothing that depends on it. */
async function aKey() {
  const name = `dependents-${randomBytes(4).toString("hex")}`;
  const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
  const { Arn: arn = "", KeyId: id = "" } = KeyMetadata ?? {};
  await clients.kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: id }));
  return { name, arn, id, aliases: [`alias/${name}`] };
}

/** Makes a resource of each kind that LocalStack keeps the key of; they name the key by its id, its ARN or its alias. */
async function resourcesUnder({ name, arn, id, aliases: [alias = ""] }: Awaited<ReturnType<typeof aKey>>) {
  await clients.secretsManager.send(
    new CreateSecretCommand({ Name: `${name}/secret`, SecretString: "{}", KmsKeyId: alias }),
  );
  await clients.ssm.send(
    new PutParameterCommand({ Name: `/${name}/parameter`, Value: "x", Type: "SecureString", KeyId: id }),
  );
  await clients.s3.send(new CreateBucketCommand({ Bucket: name }));
  await clients.s3.send(
    new PutBucketEncryptionCommand({
      Bucket: name,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn } }],
      },
    }),
  );
  await clients.ec2.send(
    new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", Size: 1, Encrypted: true, KmsKeyId: arn }),
  );
  await clients.logs.send(new CreateLogGroupCommand({ logGroupName: `/${name}/logs`, kmsKeyId: arn }));
  await clients.sns.send(new CreateTopicCommand({ Name: name, Attributes: { KmsMasterKeyId: alias } }));
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { KmsMasterKeyId: id } }));
  await clients.dynamoDb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: arn },
    }),
  );
  await clients.kms.send(
    new CreateGrantCommand({
      KeyId: id,
      GranteePrincipal: "arn:aws:sts::000000000000:assumed-role/aws:ec2-infrastructure/i-1",
      Operations: ["Decrypt"],
      Constraints: { EncryptionContextSubset: { "aws:ebs:id": "vol-1" } },
    }),
  );
}

describe("what depends on a key", () => {
  it("is found in every service, whatever it calls the key, and nothing of another key", async () => {
    const [used, unused] = [await aKey(), await aKey()];
    await resourcesUnder(used);
    const key = await resolveKey(clients.kms, used.name);
    const aliases = await aliasesOf(clients.kms, key);
    const { found, notLookedAt } = await dependentsOf(clients, { arn: key.arn, aliases });
    expect(found.map(({ kind, keyName }) => [kind, keyName])).toEqual([
      ["secret", used.aliases[0]],
      ["parameter", used.id],
      ["S3 bucket", used.arn],
      ["EBS volume", used.arn],
      ["DynamoDB table", used.arn],
      ["log group", used.arn],
      ["SNS topic", used.aliases[0]],
      ["SQS queue", used.id],
      ["grant of an AWS service", used.arn],
    ]);
    expect(found.every(({ id, kind }) => id.includes(used.name) || /EBS|grant/.test(kind))).toBe(true);
    // LocalStack has no RDS: that is said, and not taken for there being no database.
    expect(notLookedAt.map(({ what }) => what)).toContain("RDS instances");
    expect((await dependentsOf(clients, unused)).found).toEqual([]);
  });

  it("is found for the AWS managed key where a secret names no key", async () => {
    const name = `dependents-${randomBytes(4).toString("hex")}`;
    const { ARN } = await clients.secretsManager.send(
      new CreateSecretCommand({ Name: name, SecretString: "{}" }),
    );
    const managed = {
      arn: "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000",
      aliases: ["alias/aws/secretsmanager"],
    };
    const { found } = await dependentsOf(clients, managed);
    expect(found).toContainEqual(expect.objectContaining({ kind: "secret", id: ARN }));
  });
});
