import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context } from "aws-lambda";
import { makeClient } from "../shared/aws/index.ts";
import {
  engines,
  isRdsProxy,
  managedServerOf,
  passwordPolicyFrom,
  type RotationContext,
} from "../shared/rotation/index.ts";

/** The functions' client of Secrets Manager. */
export const secretsManager = makeClient(SecretsManagerClient);

const passwordPolicy = passwordPolicyFrom(process.env);

/** The world of a rotation in a function: its environment's settings, and its time. */
export function rotationContext(lambdaContext: Context): RotationContext {
  return {
    secretsManager,
    engines,
    passwordPolicy,
    remainingMs: () => lambdaContext.getRemainingTimeInMillis(),
    serverOf: managedServerOf,
    isRdsProxy: (host) => isRdsProxy(host),
  };
}
