import { ListObjectVersionsCommand, type ObjectVersion } from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import type { ReplaceContext } from "./context.ts";
import { reencryptObject } from "./reencrypt-object.ts";
import { keysOf, type Left, type Replacement } from "./replacement.ts";
import { hasNoLists, keyOfVersion } from "./s3-object.ts";

/** How many objects are looked at, and copied, at the same time. */
const atOnce = 16;

/** Where a page of a bucket's listing begins. */
export interface PageStart {
  bucket: string;
  key?: string | undefined;
  version?: string | undefined;
}

/** What a page held. */
export interface Page {
  reencrypted: number;
  left: Left[];
  /** Earlier versions under the old key. */
  earlier: number;
  /** Where the next one begins; undefined behind the last one. */
  next: { key?: string | undefined; version?: string | undefined } | undefined;
}

/** Re-encrypts the objects of one page of a bucket's listing that are under the old key, and counts earlier versions. */
export async function reencryptPage(
  context: ReplaceContext,
  state: Replacement,
  { bucket, key, version }: PageStart,
): Promise<Page> {
  const { s3 } = context;
  let page: Awaited<ReturnType<typeof list>>;
  const list = () =>
    s3.send(new ListObjectVersionsCommand({ Bucket: bucket, KeyMarker: key, VersionIdMarker: version }));
  try {
    page = await list();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "NoSuchBucket") return { reencrypted: 0, left: [], earlier: 0, next: undefined };
    if (error.name !== "AccessDenied") throw error;
    const reason =
      "Nobody may list its objects. Deploy the stack with the parameter replaceBuckets, or take it off the list.";
    return { reencrypted: 0, left: [{ kind: "bucket", name: bucket, reason }], earlier: 0, next: undefined };
  }
  const { from } = keysOf(state);
  const limit = pLimit(atOnce);
  const left: Left[] = [];
  let [reencrypted, earlier] = [0, 0];
  let asked: Promise<boolean> | undefined;
  const withoutLists = () => {
    asked ??= hasNoLists(s3, bucket);
    return asked;
  };
  const lookAt = async (listed: ObjectVersion) => {
    if (!listed.IsLatest) {
      if ((await keyOfVersion(s3, bucket, listed)) === from.arn) earlier += 1;
      return;
    }
    const outcome = await reencryptObject(context, state, bucket, String(listed.Key), withoutLists);
    if (outcome === "reencrypted") reencrypted += 1;
    else if (outcome !== "notNeeded") {
      left.push({ kind: "object", name: `s3://${bucket}/${listed.Key}`, reason: outcome.left });
    }
  };
  await Promise.all((page.Versions ?? []).map((listed) => limit(lookAt, listed)));
  const next = page.IsTruncated ? { key: page.NextKeyMarker, version: page.NextVersionIdMarker } : undefined;
  return { reencrypted, left, earlier, next };
}
