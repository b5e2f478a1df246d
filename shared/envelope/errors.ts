/** What every refusal of this capability is; nothing of the output has its final name then, and no unverified plaintext was released. */
export class EnvelopeError extends Error {
  override name = "EnvelopeError";
}

/** The encryption context is missing or malformed, or the message does not have the pairs that were asked for. */
export class EncryptionContextError extends EnvelopeError {
  override name = "EncryptionContextError";
}

/** The input is not a message in the AWS Encryption SDK's format. */
export class UnknownFormatError extends EnvelopeError {
  override name = "UnknownFormatError";
}

/** The input is a message of the AWS Encryption SDK, but of a kind that is not accepted, such as one without key commitment. */
export class UnsupportedMessageError extends EnvelopeError {
  override name = "UnsupportedMessageError";
}

/** No key could encrypt or decrypt the data key: not allowed, disabled, not there, or not one that the message names. */
export class KeyUnavailableError extends EnvelopeError {
  override name = "KeyUnavailableError";
}

/** The message was altered: something in it does not match its authentication tag, commitment or signature. */
export class DamagedMessageError extends EnvelopeError {
  override name = "DamagedMessageError";
}

/** The message ends before its final frame or its signature. */
export class TruncatedMessageError extends EnvelopeError {
  override name = "TruncatedMessageError";
}

/** The output is there already. */
export class OutputExistsError extends EnvelopeError {
  override name = "OutputExistsError";
}
