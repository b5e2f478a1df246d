import { AlgorithmSuiteIdentifier, CommitmentPolicy, NodeAlgorithmSuite } from "@aws-crypto/client-node";
import { aadFactory, deserializeFactory, serializeFactory } from "@aws-crypto/serialize";

/** Messages without key commitment are neither written nor read. */
export const commitmentPolicy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT;

/** Every frame is authenticated by itself, so that it can be released as soon as it is whole. */
export const unsignedSuite = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;

/** With a signature at the end: who may only decrypt cannot write a message that passes for the writer's. */
export const signedSuite =
  AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384;

/** Bytes of a frame. At the SDK's own default of 4,096, most of the time goes into frames and not into data. */
export const defaultFrameLength = 1_048_576;

/** A frame is held in memory until its tag is checked: longer ones are not accepted. */
export const maxFrameLength = 134_217_728;

/** Each costs a call of KMS to try: a message that names more is not accepted. */
export const maxEncryptedDataKeys = 20;

const fromUtf8 = (text: string) => Buffer.from(text, "utf8");
const toUtf8 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");

/** The SDK's writer of headers and frames; sorted as every other language's SDK sorts. */
export const serialize: ReturnType<typeof serializeFactory> = serializeFactory(fromUtf8, {
  utf8Sorting: true,
});

/** The SDK's reader of headers. */
export const deserialize = deserializeFactory(toUtf8, NodeAlgorithmSuite);

/** The SDK's additional authenticated data of a frame. */
export const additionalData = aadFactory(fromUtf8);
