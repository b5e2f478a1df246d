import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  type S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import { type Copy, isChanged, kept, sourceOf } from "./copy.ts";

/** How many parts are copied at the same time. */
const atOnce = 8;

/**
 * Copies an object over itself in parts, inside S3: CopyObject takes none over 5 GB. In a multipart upload metadata and tags
 * must be given anew.
 *
 * @returns false if the object is another one by now
 */
export async function copyLargeObject(s3: S3Client, copy: Copy): Promise<boolean> {
  const { bucket: Bucket, key: Key, head } = copy;
  const { TagSet = [] } = await s3.send(
    new GetObjectTaggingCommand({ Bucket, Key, VersionId: head.VersionId }),
  );
  const tags = new URLSearchParams(
    TagSet.map(({ Key: tag = "", Value = "" }): [string, string] => [tag, Value]),
  );
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      Bucket,
      Key,
      ...kept(copy),
      Metadata: head.Metadata,
      CacheControl: head.CacheControl,
      ContentDisposition: head.ContentDisposition,
      ContentEncoding: head.ContentEncoding,
      ContentLanguage: head.ContentLanguage,
      ContentType: head.ContentType,
      Expires: head.ExpiresString === undefined ? undefined : new Date(head.ExpiresString),
      ...(TagSet.length > 0 && { Tagging: tags.toString() }),
    }),
  );
  const upload = { Bucket, Key, UploadId };
  try {
    const limit = pLimit(atOnce);
    const Parts = await Promise.all(
      rangesOf(head.ContentLength ?? 0, copy.partBytes).map((range, index) =>
        limit(async () => {
          const PartNumber = index + 1;
          const { CopyPartResult } = await s3.send(
            new UploadPartCopyCommand({
              ...upload,
              PartNumber,
              CopySource: sourceOf(copy),
              CopySourceIfMatch: head.ETag,
              CopySourceRange: range,
            }),
          );
          return { PartNumber, ETag: CopyPartResult?.ETag };
        }),
      ),
    );
    await s3.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, IfMatch: head.ETag }),
    );
    return true;
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    if (isChanged(error)) return false;
    throw error;
  }
}

/** The ranges of bytes of an object's parts, as the header has them. A part may have up to 5 GB, an upload 10,000 parts. */
export function rangesOf(bytes: number, partBytes: number): string[] {
  const size = Math.max(partBytes, Math.ceil(bytes / 10_000));
  return Array.from({ length: Math.ceil(bytes / size) }, (_, index) => {
    const first = index * size;
    return `bytes=${first}-${Math.min(first + size, bytes) - 1}`;
  });
}
