import type { AwsEsdkKMSInterface } from "@aws-crypto/kms-keyring";
import { DamagedMessageError, type EnvelopeError, KeyUnavailableError } from "../errors.ts";
import { printable } from "../printable.ts";
import type { KmsClients } from "./kms-client.ts";

/** The calls of KMS for one data key, and what became of them: the SDK's keyrings keep of it but a text. */
export interface RecordedCalls {
  /** What a keyring of the SDK gets. */
  clientProvider: (region: string) => AwsEsdkKMSInterface;
  /** Errors of calls, with the key that each was about. */
  failures: { key: string; error: unknown }[];
  /** How many calls were begun. */
  calls(): number;
}

/** Of an answer that lacks a part: the SDK refuses it by its length. */
const none = new Uint8Array();

/** Records the calls of KMS that are made for one data key. */
export function recordCalls(clients: KmsClients): RecordedCalls {
  const failures: RecordedCalls["failures"] = [];
  let count = 0;
  async function recorded<T>(key: string | undefined, call: Promise<T>): Promise<T> {
    count += 1;
    try {
      return await call;
    } catch (error) {
      failures.push({ key: key ?? "a key", error });
      throw error;
    }
  }
  return {
    failures,
    calls: () => count,
    clientProvider(region) {
      const client = clients(region || undefined);
      return {
        async generateDataKey(request) {
          const {
            KeyId = "",
            Plaintext = none,
            CiphertextBlob = none,
          } = await recorded(request.KeyId, client.generateDataKey(request));
          return { KeyId, Plaintext, CiphertextBlob };
        },
        async encrypt(request) {
          const { KeyId = "", CiphertextBlob = none } = await recorded(
            request.KeyId,
            client.encrypt(request),
          );
          return { KeyId, CiphertextBlob };
        },
        async decrypt(request) {
          const { KeyId = "", Plaintext = none } = await recorded(request.KeyId, client.decrypt(request));
          return { KeyId, Plaintext };
        },
      };
    },
  };
}

/** KMS's answers to an encrypted data key, or an encryption context, that is not what it was. */
const damageNames = new Set(["InvalidCiphertextException", "IncorrectKeyException"]);

/**
 * What failed calls mean.
 *
 * @param action what was called, as a policy names it
 */
export function errorOf(failures: RecordedCalls["failures"], action: string): EnvelopeError {
  const names = failures.map(({ error }) => (error instanceof Error ? error.name : "Error"));
  const cause = failures[0]?.error;
  if (names.every((name) => damageNames.has(name))) {
    return new DamagedMessageError(
      "The message was altered: KMS does not recognise its encrypted data key with its encryption context.",
      { cause },
    );
  }
  const words = failures.map(({ key, error }, index) =>
    printable(`${key}: ${names[index]}${messageOf(error)}`),
  );
  const next = names.includes("AccessDeniedException")
    ? ` Allow ${action}, in the key's policy and to the caller.`
    : "";
  return new KeyUnavailableError(`No key could be used. ${words.join("; ")}.${next}`, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message ? ` (${error.message.replace(/[.\s]+$/, "")})` : "";
}
