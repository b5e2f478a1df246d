import type { Key } from "../account/keys.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";
import { apiCall, type Call, type Caller } from "./api-call.ts";

type Context = Record<string, string> | undefined;

/** A call of KMS about one key. */
export function keyCall(
  random: Random,
  at: number,
  caller: Caller,
  key: Pick<Key, "arn" | "region">,
  call: Pick<Call, "eventName" | "readOnly" | "request"> & Partial<Call>,
): Timed {
  return apiCall(random, at, key.region, caller, {
    service: "kms",
    resources: resourcesOf(key.arn),
    ...call,
  });
}

/** Decrypts; as most callers do, without naming the key, which the ciphertext does. */
export function decrypt(random: Random, at: number, caller: Caller, key: Key, context: Context): Timed {
  return keyCall(random, at, caller, key, {
    eventName: "Decrypt",
    readOnly: true,
    request: {
      ...(context ? { encryptionContext: context } : {}),
      encryptionAlgorithm: "SYMMETRIC_DEFAULT",
    },
    additional: { keyMaterialId: materialOf(key.arn) },
  });
}

/** Asks for a data key of 256 bits. */
export function generateDataKey(
  random: Random,
  at: number,
  caller: Caller,
  key: Pick<Key, "arn" | "region">,
  context: Context,
): Timed {
  return keyCall(random, at, caller, key, {
    eventName: "GenerateDataKey",
    readOnly: true,
    request: {
      keyId: key.arn,
      ...(context ? { encryptionContext: context } : {}),
      keySpec: "AES_256",
    },
    additional: { keyMaterialId: materialOf(key.arn) },
  });
}

const resources = new Map<string, NonNullable<Call["resources"]>>();

function resourcesOf(arn: string): NonNullable<Call["resources"]> {
  const known = resources.get(arn);
  if (known) return known;
  const made = [{ accountId: arn.split(":")[4] ?? "", type: "AWS::KMS::Key", ARN: arn }];
  resources.set(arn, made);
  return made;
}

/** 64 hexadecimal digits; the key's id has as many in two times its own. */
function materialOf(arn: string): string {
  const id = arn.slice(-36).replaceAll("-", "");
  return id + id;
}
