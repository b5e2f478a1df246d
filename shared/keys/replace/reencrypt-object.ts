import { CopyObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ReplaceContext } from "./context.ts";
import { type Copy, isChanged, kept, sourceOf } from "./copy.ts";
import { copyLargeObject } from "./large-object.ts";
import { keysOf, type Replacement } from "./replacement.ts";
import { headOf, isArchived, isShared } from "./s3-object.ts";

/** What became of an object. */
export type Outcome = "reencrypted" | "notNeeded" | { left: string };

/** How often an object is tried that somebody else changes at the same time. */
const mostAttempts = 5;

/**
 * Copies an object over itself under the new key, if it is under the old one: with its metadata, tags, storage class,
 * retention and kind of encryption, on the condition that it is still the one that was looked at. Metadata and tags
 * come along by default. Source: S3 API Reference, CopyObject.
 *
 * @param withoutLists tells whether access control lists mean nothing in this bucket
 */
export async function reencryptObject(
  { s3, largeObjects }: ReplaceContext,
  state: Replacement,
  bucket: string,
  key: string,
  withoutLists: () => Promise<boolean>,
): Promise<Outcome> {
  const { from, to } = keysOf(state);
  try {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const head = await headOf(s3, bucket, key);
      if (head?.SSEKMSKeyId !== from.arn) return "notNeeded";
      if (isArchived(head)) return { left: "It is archived. Restore it, and go on." };
      const bytes = head.ContentLength ?? 0;
      if (bytes > largeObjects.mostBytes) {
        return { left: "It is so large that copying it takes too long here. Copy it over itself by hand." };
      }
      if (!(await withoutLists()) && (await isShared(s3, bucket, key))) {
        return {
          left: "Others have rights by its access control list, which a copy would lose. Copy it by hand.",
        };
      }
      const copy = bytes > largeObjects.aboveBytes ? copyLargeObject : copyOverItself;
      if (await copy(s3, { bucket, key, head, to, partBytes: largeObjects.partBytes })) return "reencrypted";
    }
    return { left: "It was changed each time that it was to be copied. Go on later." };
  } catch (error) {
    if (!(error instanceof Error) || !/^(AccessDenied|Forbidden|InvalidObjectState|403)$/.test(error.name)) {
      throw error;
    }
    return {
      left: `S3 refused: ${error.name}. Allow the stack to read and write it (--param replaceBuckets).`,
    };
  }
}

/** False if the object is another one by now. */
async function copyOverItself(s3: S3Client, copy: Copy): Promise<boolean> {
  try {
    await s3.send(
      new CopyObjectCommand({
        Bucket: copy.bucket,
        Key: copy.key,
        CopySource: sourceOf(copy),
        CopySourceIfMatch: copy.head.ETag,
        IfMatch: copy.head.ETag,
        ...kept(copy),
      }),
    );
    return true;
  } catch (error) {
    if (isChanged(error)) return false;
    throw error;
  }
}
