import { type KeyMetadata, KMSClient, KMSServiceException } from "@aws-sdk/client-kms";
import type { Key } from "../../../shared/keys/index.ts";

const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** A key as it is found: a customer managed, symmetric one that is enabled. */
export function aKey({
  awsManaged = false,
  ...metadata
}: Partial<KeyMetadata> & { awsManaged?: boolean } = {}): Key {
  const described: KeyMetadata = {
    KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
    KeyState: "Enabled",
    KeySpec: "SYMMETRIC_DEFAULT",
    KeyUsage: "ENCRYPT_DECRYPT",
    Origin: "AWS_KMS",
    ...metadata,
  };
  return {
    name: "alias/prod-shop",
    id: described.KeyId ?? "",
    arn,
    account: "111122223333",
    region: "us-east-1",
    awsManaged,
    state: described.KeyState ?? "Enabled",
    metadata: described,
  };
}

/** What KMS answers to a command: an output, or a refusal by its name. */
export type KmsAnswers = Record<string, object | string>;

/** A KMS that answers what no local one knows, and the inputs of the commands that it was sent. */
export function answeringKms(answers: KmsAnswers): { kms: KMSClient; sent: [string, object][] } {
  const kms = new KMSClient({ region: "us-east-1" });
  const sent: [string, object][] = [];
  kms.middlewareStack.add(
    (_, { commandName = "" }) =>
      async ({ input }) => {
        sent.push([commandName.replace(/Command$/, ""), { ...input }]);
        const answer = answers[commandName.replace(/Command$/, "")];
        if (typeof answer !== "object") {
          const name = answer ?? "UnexpectedCommand";
          throw new KMSServiceException({ name, message: name, $fault: "client", $metadata: {} });
        }
        return { output: { $metadata: {}, ...answer }, response: {} };
      },
    { step: "initialize" },
  );
  return { kms, sent };
}
