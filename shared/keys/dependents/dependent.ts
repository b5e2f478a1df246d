import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { NamedAs, Recognize } from "./key-names.ts";

/** Clients of the key's account and Region. */
export interface DependentClients {
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
  s3: S3Client;
  ssm: SSMClient;
  rds: RDSClient;
  ec2: EC2Client;
  logs: CloudWatchLogsClient;
  sns: SNSClient;
  sqs: SQSClient;
  dynamoDb: DynamoDBClient;
  lambda: LambdaClient;
}

/** Something that cannot do without a key. */
export interface Dependent {
  /** In the singular, such as `secret`. */
  kind: string;
  /** Its ARN where the service tells it, else its name or id. */
  id: string;
  /** What of it the key encrypts, where that is not all. */
  part?: string | undefined;
  /** The key as the resource names it: id, ARN, alias or an alias's ARN. */
  keyName: string;
  /** `replica`: it names another one of the multi-Region set, and can do without this one. */
  namedAs: NamedAs;
  /** What is no more when the key is gone. */
  loss: string;
}

/** Where nobody looked. */
export interface NotLookedAt {
  /** In the plural, such as `secrets`. */
  what: string;
  /** Those of them that were not looked at; all of them if empty. */
  items: string[];
  /** Why, and what to permit. */
  reason: string;
}

/** How a place is searched. */
export interface Search {
  /** The key's ARN. */
  key: string;
  recognize: Recognize;
  /**
   * Asks about each of many, some at a time. What is gone meanwhile is left out; what cannot be read is told among
   * what was not looked at.
   */
  each<T>(
    items: readonly T[],
    nameOf: (item: T) => string,
    ask: (item: T) => Promise<readonly Dependent[]>,
  ): Promise<Dependent[]>;
}

/** One kind of resource that may depend on a key. */
export interface Place {
  /** In the plural, such as `secrets`. */
  what: string;
  /** The actions that looking takes. */
  actions: readonly string[];
  /** @throws the service's own error if not even a list can be had */
  find(clients: DependentClients, search: Search): Promise<Dependent[]>;
}

/** A dependent, if what it names is the key. */
export function dependsOn(
  recognize: Recognize,
  keyName: string | undefined,
  dependent: Omit<Dependent, "keyName" | "namedAs">,
): Dependent[] {
  const namedAs = recognize(keyName);
  return keyName === undefined || namedAs === undefined ? [] : [{ ...dependent, keyName, namedAs }];
}
