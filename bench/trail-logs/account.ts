import type { Random } from "./random.ts";

/** The principals and resources that the records of an account speak of. */
export interface Account {
  id: string;
  region: string;
  roles: readonly [Role, ...Role[]];
}

/** A role, its sessions, and what its application uses. */
export interface Role {
  name: string;
  principalId: string;
  sessions: readonly [string, ...string[]];
  userAgent: string;
  address: string;
  /** ARNs, but for parameters: their names. */
  keys: readonly [string, ...string[]];
  secrets: readonly [string, ...string[]];
  parameters: readonly [string, ...string[]];
}

export const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const services = [
  "payments",
  "orders",
  "checkout",
  "search",
  "billing",
  "mail",
  "reports",
  "sessions",
] as const;

const userAgents = [
  "aws-sdk-java/2.25.11 Linux/5.10.210-201.852.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS Java/17.0.10 vendor/Amazon.com_Inc. exec-env/AWS_ECS_FARGATE io/sync http/Apache cfg/retry-mode/standard",
  "aws-cli/2.15.30 Python/3.11.8 Linux/6.1.79-99.164.amzn2023.x86_64 exe/x86_64.amzn.2023 prompt/off command/secretsmanager.get-secret-value",
  "Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#5.10.213 md/arch#x86_64 lang/python#3.12.2 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.34.69",
  "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.42.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.26.0 os/linux lang/go#1.21.8 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.152.0",
] as const;

/** An account with some hundred resources, of which each application uses a few. */
export function accountOf(random: Random): Account {
  const id = random.text(12, "123456789");
  const region = "eu-central-1";
  const keys = some(60, () => `arn:aws:kms:${region}:${id}:key/${random.uuid()}`);
  const secrets = some(
    120,
    () =>
      `arn:aws:secretsmanager:${region}:${id}:secret:prod/${random.one(services)}/db-${random.hex(4)}-${random.text(6, letters)}`,
  );
  const parameters = some(120, () => `/prod/${random.one(services)}/setting-${random.hex(4)}`);
  const roles = some(40, () => ({
    name: `${random.one(services)}-${random.one(["api", "worker", "batch", "deploy"])}-role-${random.hex(6)}`,
    principalId: `AROA${random.text(17, upper)}`,
    sessions: some(8, () => random.one([`i-0${random.hex(16)}`, random.hex(32)])),
    userAgent: random.one(userAgents),
    address: `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`,
    keys: some(2, () => random.one(keys)),
    secrets: some(4, () => random.one(secrets)),
    parameters: some(8, () => random.one(parameters)),
  }));
  return { id, region, roles };
}

function some<T>(count: number, make: () => T): [T, ...T[]] {
  return [make(), ...Array.from({ length: count - 1 }, make)];
}
