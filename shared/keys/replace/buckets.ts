import {
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  paginateListBuckets,
  type S3Client,
  type ServerSideEncryptionConfiguration,
} from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import * as z from "zod";
import { leastMs, type ReplaceContext } from "./context.ts";
import { enter, isStill, saveInStage } from "./in-stage.ts";
import { namingOf, sameNaming } from "./names.ts";
import { reencryptPage } from "./objects.ts";
import { keysOf, type Replacement, withDone, withLeft } from "./replacement.ts";

const cursorSchema = z.object({
  bucket: z.string(),
  key: z.string().optional(),
  version: z.string().optional(),
  /** Earlier versions under the old key in this bucket so far. */
  earlier: z.int(),
});

/**
 * Gives buckets the new key as their default and re-encrypts their objects under the old one, a page after the other. Gone
 * over are the buckets that were named, and those in the Region whose default is the old key.
 */
export async function reencryptBuckets(context: ReplaceContext, begun: Replacement): Promise<void> {
  let state = begun.scan ? begun : await chooseBuckets(context, begun);
  while (isStill(state, begun) && context.remainingMs() > leastMs) {
    const [first] = state.scan ?? [];
    if (first === undefined) {
      await saveInStage(context, state, afterRound(context));
      return;
    }
    const cursor = state.cursor
      ? cursorSchema.parse(JSON.parse(state.cursor))
      : { bucket: first, earlier: 0 };
    if (!state.cursor) state = await moveDefault(context, state, first);
    const page = await reencryptPage(context, state, cursor);
    const earlier = cursor.earlier + page.earlier;
    const next = page.next && JSON.stringify({ bucket: first, ...page.next, earlier });
    const versions = {
      kind: "bucket" as const,
      name: first,
      reason: `${earlier} earlier versions of its objects are under the old key: S3 re-encrypts none in its place. Let a lifecycle rule end them, or keep the key.`,
    };
    state = await saveInStage(context, state, (now) => ({
      ...withLeft(withDone(now, "objects", page.reencrypted), [
        ...page.left,
        ...(next === undefined && earlier > 0 ? [versions] : []),
      ]),
      cursor: next,
      ...(next === undefined && { scan: now.scan?.slice(1) }),
    }));
  }
}

/** What comes after everything was gone over: the quiet period, or its end if nothing was found any more. */
function afterRound({ now }: ReplaceContext): (state: Replacement) => Replacement {
  return (state) => {
    if (state.direction === "back") return enter(state, "undone");
    if (state.round > 1 && state.found === 0) return enter(state, "disable");
    const quietSince = now().toISOString();
    return { ...enter(state, "watch"), quietSince, seenUpTo: quietSince };
  };
}

async function chooseBuckets(context: ReplaceContext, state: Replacement): Promise<Replacement> {
  const { s3 } = context;
  const { from, to } = keysOf(state);
  const region = from.arn.split(":")[3];
  const chosen = new Set(state.settings.buckets);
  const unknown: string[] = [];
  for await (const { Buckets = [] } of paginateListBuckets(
    { client: s3, pageSize: 1_000 },
    { BucketRegion: region },
  )) {
    await pLimit(8).map(Buckets, async ({ Name = "" }) => {
      const defaults = await encryptionOf(s3, Name);
      if (defaults === "unknown") unknown.push(Name);
      else if (
        keyTexts(defaults).some((text) => [from, to].some((key) => namingOf(text, key, state.aliases)))
      ) {
        chosen.add(Name);
      }
    });
  }
  const left = unknown
    .filter((name) => !chosen.has(name))
    .sort()
    .map((name) => ({
      kind: "bucket" as const,
      name,
      reason: "Nobody may look at its default encryption. Allow s3:GetEncryptionConfiguration.",
    }));
  return saveInStage(context, state, (now) => ({ ...withLeft(now, left), scan: [...chosen].sort() }));
}

/** A bucket's rules; `unknown` if they may not be read. */
async function encryptionOf(
  s3: S3Client,
  Bucket: string,
): Promise<ServerSideEncryptionConfiguration | undefined | "unknown"> {
  try {
    return (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "AccessDenied") return "unknown";
    if (/^(NoSuchBucket|ServerSideEncryptionConfigurationNotFoundError)$/.test(error.name)) return undefined;
    throw error;
  }
}

function keyTexts(configuration: ServerSideEncryptionConfiguration | undefined): string[] {
  return (configuration?.Rules ?? []).flatMap(
    ({ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID } = { SSEAlgorithm: undefined } }) =>
      KMSMasterKeyID ?? [],
  );
}

/** A default that names an alias has moved with it. */
async function moveDefault(
  context: ReplaceContext,
  state: Replacement,
  Bucket: string,
): Promise<Replacement> {
  const { s3 } = context;
  const { from, to } = keysOf(state);
  const defaults = await encryptionOf(s3, Bucket);
  if (defaults === undefined || defaults === "unknown") return state;
  if (!keyTexts(defaults).some((text) => namingOf(text, from))) return state;
  const Rules = (defaults.Rules ?? []).map((rule) => {
    const byDefault = rule.ApplyServerSideEncryptionByDefault;
    const naming = namingOf(byDefault?.KMSMasterKeyID, from);
    if (!byDefault?.KMSMasterKeyID || !naming) return rule;
    const KMSMasterKeyID = sameNaming(byDefault.KMSMasterKeyID, naming, to);
    return { ...rule, ApplyServerSideEncryptionByDefault: { ...byDefault, KMSMasterKeyID } };
  });
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return saveInStage(context, state, (now) => withDone(now, "buckets", [Bucket]));
}
