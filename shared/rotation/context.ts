import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { EngineRegistry } from "./engines/registry.ts";
import type { PasswordPolicy } from "./password.ts";

/** Milliseconds that a phase keeps for saying what went wrong, before its function's time is over. */
const reserveMs = 3_000;

/** Where a database server is. */
export interface ServerAddress {
  host: string;
  port: number;
}

/** The world of a rotation, passed in. */
export interface RotationContext {
  secretsManager: SecretsManagerClient;
  engines: EngineRegistry;
  /** How passwords are made where the secret has no `passwordPolicy` of its own. */
  passwordPolicy: PasswordPolicy;
  /** Milliseconds until the function is stopped. */
  remainingMs(): number;
  /** Asks Amazon RDS or Amazon Redshift where the server of an ARN is. */
  serverOf(arn: string): Promise<ServerAddress>;
  /** Finds out whether a host is an RDS Proxy; false where that cannot be told. */
  isRdsProxy(host: string): Promise<boolean>;
}

/** How long the next call of an engine may take, in milliseconds: the real failure must be told before the time is over. */
export function callBudget(context: RotationContext): number {
  return Math.max(1_000, Math.min(15_000, context.remainingMs() - reserveMs));
}
