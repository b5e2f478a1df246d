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
import { clientSettings } from "../../../local/client-settings.ts";
import type { DependentClients } from "../../../shared/keys/dependents/index.ts";

/** Clients of an endpoint of this machine. */
export function dependentClients(endpoint: string): DependentClients {
  const settings = { ...clientSettings(endpoint), maxAttempts: 1 };
  return {
    kms: new KMSClient(settings),
    secretsManager: new SecretsManagerClient(settings),
    s3: new S3Client(settings),
    ssm: new SSMClient(settings),
    rds: new RDSClient(settings),
    ec2: new EC2Client(settings),
    logs: new CloudWatchLogsClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    lambda: new LambdaClient(settings),
  };
}
