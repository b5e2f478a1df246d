import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { makeClient } from "../../shared/aws/index.ts";
import { DeliveryError } from "../../shared/findings/index.ts";

/** How long a URL is used before it is read again, in seconds. */
const maxAge = 300;

const secrets = new SecretsProvider({ awsSdkV3Client: makeClient(SecretsManagerClient) });

/**
 * Reads a webhook's URL, which is a credential: whoever has it may write into the channel.
 *
 * @param secret name of the secret whose value is the URL
 * @throws DeliveryError if it cannot be read; what it holds is in no error
 */
export async function webhookUrl(secret: string): Promise<string> {
  const value = await secrets.get(secret, { maxAge }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : "no reason given";
    throw new DeliveryError(`The secret ${secret} with the webhook's URL cannot be read: ${reason}`);
  });
  if (typeof value === "string") return value;
  throw new DeliveryError(`The secret ${secret} holds no text. Store the webhook's URL in it.`);
}
