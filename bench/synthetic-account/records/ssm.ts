import type { Key } from "../account/keys.ts";
import { accountId } from "../account/place.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";
import { apiCall, type Caller } from "./api-call.ts";
import { decrypt } from "./kms.ts";
import { throughService } from "./through-service.ts";

/** The ARN of a parameter whose name begins with a slash. */
export function parameterArn(region: string, name: string): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter${name}`;
}

/** Reads parameters of a region, ten at most, decrypted; each SecureString is a Decrypt of its own behind it. */
export function getParameters(
  random: Random,
  at: number,
  caller: Caller,
  key: Key,
  names: readonly string[],
): Timed[] {
  const secure = names.filter(isSecure);
  return [
    apiCall(random, at, key.region, caller, {
      service: "ssm",
      eventName: "GetParameters",
      readOnly: true,
      request: { names, withDecryption: true },
      resources: names.map((name) => ({ accountId, ARN: parameterArn(key.region, name) })),
    }),
    ...decrypted(random, at, caller, key, secure),
  ];
}

/** Reads all parameters below a path, decrypted. */
export function getParametersByPath(
  random: Random,
  at: number,
  caller: Caller,
  key: Key,
  path: string,
  names: readonly string[],
): Timed[] {
  const secure = names.filter(isSecure);
  return [
    apiCall(random, at, key.region, caller, {
      service: "ssm",
      eventName: "GetParametersByPath",
      readOnly: true,
      request: { path, recursive: true, withDecryption: true, maxResults: 10 },
    }),
    ...decrypted(random, at, caller, key, secure),
  ];
}

/** Whether a parameter of this account is a SecureString: its name says so. */
export function isSecure(name: string): boolean {
  return name.includes("/secret-");
}

function decrypted(random: Random, at: number, caller: Caller, key: Key, names: readonly string[]): Timed[] {
  const byService = throughService(caller, "ssm.amazonaws.com");
  return names.map((name, n) =>
    decrypt(random, at + 10 + n, byService, key, { PARAMETER_ARN: parameterArn(key.region, name) }),
  );
}
