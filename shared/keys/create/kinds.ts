import { KeySpec, type KeyUsageType } from "@aws-sdk/client-kms";
import type { KeyKind } from "../policy/operations.ts";
import { WantedKeyError } from "./errors.ts";

const signs = ["SIGN_VERIFY"] as const;
const signsOrAgrees = ["SIGN_VERIFY", "KEY_AGREEMENT"] as const;
const encryptsOrSigns = ["ENCRYPT_DECRYPT", "SIGN_VERIFY"] as const;
const authenticates = ["GENERATE_VERIFY_MAC"] as const;
const encapsulates = ["ENCAPSULATE_DECAPSULATE"] as const;

/** What keys of each spec may be for, the usual one first. Source: KMS API Reference, CreateKey, KeyUsage. */
const usages: Record<KeySpec, readonly [KeyUsageType, ...KeyUsageType[]]> = {
  SYMMETRIC_DEFAULT: ["ENCRYPT_DECRYPT"],
  HMAC_224: authenticates,
  HMAC_256: authenticates,
  HMAC_384: authenticates,
  HMAC_512: authenticates,
  RSA_2048: encryptsOrSigns,
  RSA_3072: encryptsOrSigns,
  RSA_4096: encryptsOrSigns,
  ECC_NIST_P256: signsOrAgrees,
  ECC_NIST_P384: signsOrAgrees,
  ECC_NIST_P521: signsOrAgrees,
  ECC_NIST_EDWARDS25519: signs,
  ECC_SECG_P256K1: signs,
  ML_DSA_44: signs,
  ML_DSA_65: signs,
  ML_DSA_87: signs,
  ML_KEM_512: encapsulates,
  ML_KEM_768: encapsulates,
  ML_KEM_1024: encapsulates,
  SM2: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
};

/** Every spec that a key can have. */
export const keySpecs: readonly KeySpec[] = Object.values(KeySpec);

/**
 * A kind of key.
 *
 * @param usage the spec's usual one if undefined
 * @throws WantedKeyError if keys of the spec are not for that
 */
export function keyKind(spec: KeySpec = "SYMMETRIC_DEFAULT", usage?: KeyUsageType): KeyKind {
  const [usual, ...others] = usages[spec];
  if (usage !== undefined && ![usual, ...others].includes(usage)) {
    throw new WantedKeyError(
      `Keys of spec ${spec} are for ${[usual, ...others].join(" or ")}, not for ${usage}.`,
    );
  }
  return { spec, usage: usage ?? usual };
}
