import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { lookupEngine, namesFromAws } from "../../shared/audit/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import {
  dependentClients,
  dependentsOf,
  dynamoDbReplacements,
  largeObjects,
  type ReplaceContext,
} from "../../shared/keys/index.ts";

const environment = z
  .object({
    TABLE_NAME: z.string().min(1),
    SETTLE_SECONDS: z.coerce.number().int().min(0),
    TRAIL_DELAY_SECONDS: z.coerce.number().int().min(0),
  })
  .parse(process.env);

const kms = makeClient(KMSClient);
const secretsManager = makeClient(SecretsManagerClient);
const cloudTrail = makeClient(CloudTrailClient);
const sts = makeClient(STSClient);
// LocalStack's buckets have no DNS names.
const s3 = makeClient(S3Client, { forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
const store = dynamoDbReplacements(
  DynamoDBDocumentClient.from(makeClient(DynamoDBClient)),
  environment.TABLE_NAME,
);
const others = { kms, secretsManager, s3, store, ssm: makeClient(SSMClient), iam: makeClient(IAMClient) };

/** The world of a replacement in a function: its environment's settings, and its time. */
export function replaceContext(lambdaContext: Context): ReplaceContext {
  return {
    ...others,
    trail: lookupEngine({ client: cloudTrail, naming: namesFromAws(kms, secretsManager), now: new Date() }),
    // By the key's own names: its aliases have moved.
    dependentsOf: async (arn) => dependentsOf(await dependentClients(), { arn, aliases: [] }),
    now: () => new Date(),
    remainingMs: () => lambdaContext.getRemainingTimeInMillis(),
    self: async () => (await sts.send(new GetCallerIdentityCommand({}))).Arn,
    settleSeconds: environment.SETTLE_SECONDS,
    trailDelaySeconds: environment.TRAIL_DELAY_SECONDS,
    largeObjects,
  };
}
