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
import type { DependentClients } from "../../shared/keys/index.ts";

/** Clients of every service in which something may depend on a key. */
export function dependentClients(): DependentClients {
  return {
    kms: makeClient(KMSClient),
    secretsManager: makeClient(SecretsManagerClient),
    s3: makeClient(S3Client),
    ssm: makeClient(SSMClient),
    rds: makeClient(RDSClient),
    ec2: makeClient(EC2Client),
    logs: makeClient(CloudWatchLogsClient),
    sns: makeClient(SNSClient),
    // A queue's URL need not be an address that is reached from here.
    sqs: makeClient(SQSClient, { useQueueUrlAsEndpoint: false }),
    dynamoDb: makeClient(DynamoDBClient),
    lambda: makeClient(LambdaClient),
  };
}
