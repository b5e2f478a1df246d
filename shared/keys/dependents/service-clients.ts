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
import { makeClient } from "../../aws/index.ts";
import type { DependentClients } from "./dependent.ts";

/** Makes a client of every service in which something may depend on a key. */
export function serviceClients(settings: object): DependentClients {
  return {
    kms: makeClient(KMSClient, settings),
    secretsManager: makeClient(SecretsManagerClient, settings),
    s3: makeClient(S3Client, settings),
    ssm: makeClient(SSMClient, settings),
    rds: makeClient(RDSClient, settings),
    ec2: makeClient(EC2Client, settings),
    logs: makeClient(CloudWatchLogsClient, settings),
    sns: makeClient(SNSClient, settings),
    // A queue's URL need not be an address that is reached from here.
    sqs: makeClient(SQSClient, { ...settings, useQueueUrlAsEndpoint: false }),
    dynamoDb: makeClient(DynamoDBClient, settings),
    lambda: makeClient(LambdaClient, settings),
  };
}
