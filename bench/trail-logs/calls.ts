import type { Account, Role } from "./account.ts";
import { upper } from "./account.ts";
import type { Random } from "./random.ts";

/** What distinguishes a call from others: the rest of a record is alike for all. */
export interface Call {
  source: string;
  name: string;
  readOnly: boolean;
  requestParameters: unknown;
  responseElements?: unknown;
  resources?: readonly object[];
}

type MakeCall = (random: Random, account: Account, role: Role) => Call;

const token = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const keyResource = ({ id }: Account, ARN: string) => [{ accountId: id, type: "AWS::KMS::Key", ARN }];

const decrypt: MakeCall = (random, account, role) => ({
  source: "kms.amazonaws.com",
  name: random.one(["Decrypt", "Decrypt", "GenerateDataKey"]),
  readOnly: true,
  requestParameters: {
    encryptionContext: { SecretARN: random.one(role.secrets), SecretVersionId: random.uuid() },
    encryptionAlgorithm: "SYMMETRIC_DEFAULT",
  },
  resources: keyResource(account, random.one(role.keys)),
});

const getSecretValue: MakeCall = (random, _, role) => ({
  source: "secretsmanager.amazonaws.com",
  name: "GetSecretValue",
  readOnly: true,
  requestParameters: { secretId: random.one(role.secrets), versionStage: "AWSCURRENT" },
});

const getParameters: MakeCall = (random, _, role) => ({
  source: "ssm.amazonaws.com",
  name: "GetParameters",
  readOnly: true,
  requestParameters: {
    names: [random.one(role.parameters), random.one(role.parameters)],
    withDecryption: true,
  },
});

const assumeRole: MakeCall = (random, { id }, role) => ({
  source: "sts.amazonaws.com",
  name: "AssumeRole",
  readOnly: true,
  requestParameters: {
    roleArn: `arn:aws:iam::${id}:role/${role.name}`,
    roleSessionName: role.sessions[0],
    durationSeconds: 3_600,
  },
  responseElements: {
    credentials: {
      accessKeyId: `ASIA${random.text(16, upper)}`,
      sessionToken: `${random.text(400, token)}==`,
      expiration: "Mar 1, 2026, 1:00:00 PM",
    },
    assumedRoleUser: {
      assumedRoleId: `${role.principalId}:${role.sessions[0]}`,
      arn: `arn:aws:sts::${id}:assumed-role/${role.name}/${role.sessions[0]}`,
    },
  },
});

const describeInstances: MakeCall = (random) => ({
  source: "ec2.amazonaws.com",
  name: random.one(["DescribeInstances", "DescribeNetworkInterfaces", "DescribeVolumes", "DescribeTags"]),
  readOnly: true,
  requestParameters: {
    maxResults: 1_000,
    instancesSet: { items: [{ instanceId: `i-0${random.hex(16)}` }] },
    filterSet: { items: [{ name: "instance-state-name", valueSet: { items: [{ value: "running" }] } }] },
  },
});

const runInstances: MakeCall = (random, { id, region }) => ({
  source: "ec2.amazonaws.com",
  name: "CreateNetworkInterface",
  readOnly: false,
  requestParameters: {
    subnetId: `subnet-0${random.hex(16)}`,
    description: "arn:aws:ecs:attachment",
    groupSet: { items: [{ groupId: `sg-0${random.hex(16)}` }] },
    privateIpAddressesSet: {},
  },
  responseElements: {
    requestId: random.uuid(),
    networkInterface: {
      networkInterfaceId: `eni-0${random.hex(16)}`,
      subnetId: `subnet-0${random.hex(16)}`,
      vpcId: `vpc-0${random.hex(16)}`,
      availabilityZone: `${region}a`,
      ownerId: id,
      requesterManaged: false,
      status: "pending",
      macAddress: "0a:ff:c2:11:22:33",
      privateIpAddress: `10.0.${random.below(256)}.${random.below(256)}`,
      sourceDestCheck: true,
      interfaceType: "interface",
      groupSet: { items: [{ groupId: `sg-0${random.hex(16)}`, groupName: "default" }] },
      tagSet: { items: [{ key: "aws:ecs:clusterName", value: "prod" }] },
    },
  },
});

const putRolePolicy: MakeCall = (random, { id, region }, role) => ({
  source: "iam.amazonaws.com",
  name: "PutRolePolicy",
  readOnly: false,
  requestParameters: {
    roleName: role.name,
    policyName: `inline-${random.hex(6)}`,
    policyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: `arn:aws:kms:${region}:${id}:key/${random.uuid()}`,
        },
        { Effect: "Allow", Action: ["logs:PutLogEvents", "logs:CreateLogStream"], Resource: "*" },
      ],
    }),
  },
});

const createLogStream: MakeCall = (random) => ({
  source: "logs.amazonaws.com",
  name: "CreateLogStream",
  readOnly: false,
  requestParameters: {
    logGroupName: `/aws/lambda/prod-${random.hex(6)}`,
    logStreamName: `2026/03/01/[$LATEST]${random.hex(32)}`,
  },
});

const describeTable: MakeCall = (random, { id, region }) => {
  const tableName = `prod-${random.hex(6)}`;
  return {
    source: "dynamodb.amazonaws.com",
    name: "DescribeTable",
    readOnly: true,
    requestParameters: { tableName },
    resources: [
      {
        accountId: id,
        type: "AWS::DynamoDB::Table",
        ARN: `arn:aws:dynamodb:${region}:${id}:table/${tableName}`,
      },
    ],
  };
};

/** How often each call is made, in parts of 100: 30 of them are KMS's, Secrets Manager's and Parameter Store's. */
const shares: readonly (readonly [number, MakeCall])[] = [
  [19, decrypt],
  [7, getSecretValue],
  [4, getParameters],
  [18, assumeRole],
  [25, describeInstances],
  [5, runInstances],
  [1, putRolePolicy],
  [12, createLogStream],
  [9, describeTable],
];

/** A call of the kinds that fill the log of an account with services under load. */
export function callOf(random: Random, account: Account, role: Role): Call {
  let chance = random.below(100);
  for (const [share, make] of shares) {
    chance -= share;
    if (chance < 0) return make(random, account, role);
  }
  return decrypt(random, account, role);
}
