import { GetKeyLastUsageCommand, type KMSClient } from "@aws-sdk/client-kms";

/**
 * When KMS saw the last successful use of a key. It allows 5 requests a second, and AWS warns to decide by it alone: the
 * trail must have been asked too.
 *
 * @returns undefined if there was none since KMS keeps it, `unknown` if KMS does not tell
 */
export async function lastUsageOf(kms: KMSClient, keyArn: string): Promise<Date | undefined | "unknown"> {
  try {
    const { KeyLastUsage } = await kms.send(new GetKeyLastUsageCommand({ KeyId: keyArn }));
    return KeyLastUsage?.Timestamp;
  } catch {
    // Whatever the reason: it is only a second witness.
    return "unknown";
  }
}
