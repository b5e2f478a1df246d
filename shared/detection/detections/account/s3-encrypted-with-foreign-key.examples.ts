import {
  byRole,
  type Examples,
  example,
  key,
  refused,
  s3,
  stranger,
  strangersKey,
} from "../../examples/builders.ts";

const encryption = (KMSMasterKeyID: string) => ({
  bucketName: "data",
  ServerSideEncryptionConfiguration: {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID },
      BucketKeyEnabled: true,
    },
  },
  encryption: "",
});

const copy = (keyArn: string) => ({
  bucketName: "data",
  key: "invoices.csv",
  "x-amz-copy-source": "data/invoices.csv",
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-aws-kms-key-id": keyArn,
});

export const examples: Examples = {
  fires: [
    example(
      "Objects are copied onto themselves under a stranger's key",
      s3("CopyObject", copy(strangersKey)),
      { severity: "CRITICAL", why: strangersKey },
    ),
    example(
      "A bucket's default is set to a stranger's key",
      s3("PutBucketEncryption", encryption(strangersKey), byRole("ci")),
      { severity: "HIGH" },
    ),
  ],
  silent: [
    example("A copy under a key of the account", s3("CopyObject", copy(key))),
    example("The other account is trusted", s3("CopyObject", copy(strangersKey)), {
      settings: { trustedAccounts: [stranger] },
    }),
    example(
      "A bucket's default is S3's own key",
      s3("PutBucketEncryption", {
        bucketName: "data",
        ServerSideEncryptionConfiguration: {
          Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
        },
      }),
    ),
    example("It was refused", s3("CopyObject", copy(strangersKey), refused)),
  ],
};
