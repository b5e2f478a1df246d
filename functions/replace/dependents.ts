import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { makeClient } from "../../shared/aws/index.ts";
import { type Dependents, dependentsOf } from "../../shared/keys/index.ts";

/** What depends on a key by any of its own names; its aliases have moved. */
export function dependentsByKey(arn: string): Promise<Dependents> {
  const clients = {
    kms: makeClient(KMSClient),
    secretsManager: makeClient(SecretsManagerClient),
    s3: makeClient(S3Client),
    ssm: makeClient(SSMClient),
    rds: makeClient(RDSClient),
    ec2: makeClient(EC2Client),
    logs: makeClient(CloudWatchLogsClient),
    sns: makeClient(SNSClient),
    sqs: makeClient(SQSClient, { useQueueUrlAsEndpoint: false }),
    dynamoDb: makeClient(DynamoDBClient),
    lambda: makeClient(LambdaClient),
  };
  return dependentsOf(clients, { arn, aliases: [] });
}
