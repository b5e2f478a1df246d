import { DisableKeyCommand, EnableKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "./ask.ts";
import { type Key, requireState } from "./resolve.ts";

/** Whether a call changed something: a key that is so already is left alone. */
export interface StateChange {
  changed: boolean;
}

/**
 * Enables a key, so that it encrypts and decrypts again.
 *
 * @throws KeyStateError for an AWS managed key, one that is to be deleted or has no key material; KeyPermissionError
 */
export async function enableKey(client: KMSClient, key: Key): Promise<StateChange> {
  requireState(key, ["Disabled", "Enabled"], "be enabled");
  if (key.state === "Enabled") return { changed: false };
  await askKms(`${key.name} is not enabled`, () => client.send(new EnableKeyCommand({ KeyId: key.arn })));
  return { changed: true };
}

/**
 * Disables a key: nothing is encrypted or decrypted with it until it is enabled. KMS says that it may take some time,
 * usually less than a minute, until all of a Region knows it (API Reference, DisableKey).
 *
 * @throws KeyStateError for an AWS managed key, one that is to be deleted or has no key material; KeyPermissionError
 */
export async function disableKey(client: KMSClient, key: Key): Promise<StateChange> {
  requireState(key, ["Enabled", "Disabled"], "be disabled");
  if (key.state === "Disabled") return { changed: false };
  await askKms(`${key.name} is not disabled`, () => client.send(new DisableKeyCommand({ KeyId: key.arn })));
  return { changed: true };
}
