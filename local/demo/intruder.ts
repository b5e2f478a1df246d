import { DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { ClientSettings } from "../client-settings.ts";

/** What the intruder did, and when. */
export interface Intrusion {
  keyArn: string;
  calledAt: Date;
}

/** Disables the key behind an alias, with the intruder's own credentials. */
export async function disableKey(intruder: ClientSettings, alias: string): Promise<Intrusion> {
  const kms = new KMSClient(intruder);
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  if (!KeyMetadata?.Arn) throw new Error(`${alias} names no key.`);
  const calledAt = new Date();
  await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata.Arn }));
  return { keyArn: KeyMetadata.Arn, calledAt };
}

/** Does what the alert asks for. */
export async function enableKey(administrator: ClientSettings, keyArn: string): Promise<void> {
  await new KMSClient(administrator).send(new EnableKeyCommand({ KeyId: keyArn }));
}
