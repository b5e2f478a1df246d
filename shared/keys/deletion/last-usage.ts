import { GetKeyLastUsageCommand, type KMSClient } from "@aws-sdk/client-kms";
import { look } from "../looked.ts";
import type { Key } from "../resolve.ts";

/** What KMS itself remembers of a key's last successful use. */
export type LastUsage =
  | { known: true; at: Date; operation: string; eventId: string | undefined }
  /** None since KMS began to watch the key. */
  | { known: false; since: Date | undefined }
  | { known: "notLookedAt"; reason: string };

/**
 * Asks KMS for the last use of a key. It proves that a key was used, and never that it was not: KMS began to watch at
 * some time, each key of a multi-Region set is watched apart, and uses that failed are not told. KMS answers five of these
 * requests a second in an account; the client waits and asks again. Source: KMS API Reference, GetKeyLastUsage.
 */
export async function lastUsageOf(client: KMSClient, { arn }: Pick<Key, "arn">): Promise<LastUsage> {
  const looked = await look("kms:GetKeyLastUsage", () =>
    client.send(new GetKeyLastUsageCommand({ KeyId: arn })),
  );
  if ("notLookedAt" in looked) return { known: "notLookedAt", reason: looked.notLookedAt };
  const { KeyLastUsage = {}, TrackingStartDate } = looked.found;
  const { Timestamp, Operation = "?", CloudTrailEventId } = KeyLastUsage;
  if (!Timestamp) return { known: false, since: TrackingStartDate };
  return { known: true, at: Timestamp, operation: Operation, eventId: CloudTrailEventId };
}
