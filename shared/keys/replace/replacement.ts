import * as z from "zod";

/** A key, by both of the names that AWS's services know it by. */
const keyIdentitySchema = z.object({ id: z.string().min(1), arn: z.string().min(1) });

/** A key, by both of the names that AWS's services know it by. */
export type KeyIdentity = z.infer<typeof keyIdentitySchema>;

/** What is done, one after the other; `enableOldKey` begins the way back, which then goes by the same stages. */
const stageSchema = z.enum([
  "createKey",
  "moveAliases",
  "secrets",
  "parameters",
  "buckets",
  "watch",
  "disable",
  "rest",
  "scheduleDeletion",
  "done",
  "enableOldKey",
  "undone",
]);

/** A stage of a replacement. */
export type Stage = z.infer<typeof stageSchema>;

const time = z.iso.datetime();

const leftSchema = z.object({
  /** A secret, a version of it, a parameter, an object; or a bucket, for what of it cannot be named one by one. */
  kind: z.enum(["secret", "secret version", "parameter", "parameter version", "bucket", "object"]),
  name: z.string(),
  /** Why it is still under the old key, and what to do. */
  reason: z.string(),
});

/** Something that only the old key can decrypt. */
export type Left = z.infer<typeof leftSchema>;

const userSchema = z.object({
  principal: z.string(),
  service: z.string().optional(),
  operations: z.array(z.string()),
  count: z.int().nonnegative(),
  last: time,
});

/** Who used the old key after everything was re-encrypted. */
export type OldKeyUser = z.infer<typeof userSchema>;

export const settingsSchema = z.object({
  /** How long nobody may have used the old key before it is disabled. */
  quietForSeconds: z.int().min(1),
  /** How long it is disabled, and watched for refused uses, before its deletion is scheduled. */
  disabledForSeconds: z.int().min(0),
  /** The waiting period of ScheduleKeyDeletion. */
  deletionWindowDays: z.int().min(7).max(30),
  /** Buckets whose objects are re-encrypted, beside those whose default encryption names the old key. */
  buckets: z.array(z.string().min(3)),
  /** Whether the old key may go though something is left that only it can decrypt. */
  acceptLeft: z.boolean(),
});

/** What a person chooses of a replacement. */
export type ReplacementSettings = z.infer<typeof settingsSchema>;

/** The state of a replacement: what AWS does not show by itself. No secret value is in it. */
export const replacementSchema = z.object({
  oldKey: keyIdentitySchema,
  newKey: keyIdentitySchema.optional(),
  /** The alias that was named. */
  alias: z.string(),
  /** All aliases that pointed at the old key. */
  aliases: z.array(z.string()),
  direction: z.enum(["forward", "back"]),
  stage: stageSchema,
  /** The execution that does it; another one ends when it sees this. */
  run: z.string(),
  paused: z.boolean(),
  /** Why a person must decide before it can go on. */
  blocked: z.string().optional(),
  settings: settingsSchema,
  startedAt: time,
  /** Set before CreateKey is called: whoever finds it looks for a key that a dead run made. */
  createBegunAt: time.optional(),
  /** Since then what is written by an alias is under the key that it points at now. */
  movedAt: time.optional(),
  /** Nothing is done before. */
  notBefore: time.optional(),
  /** How often everything is gone over: once, and once again before the old key is disabled. */
  round: z.int().positive(),
  /** How much was re-encrypted in this round. */
  found: z.int().nonnegative(),
  /** How far the listing of this stage has come. */
  cursor: z.string().optional(),
  /** The buckets of this round. */
  scan: z.array(z.string()).optional(),
  /** A secret that is named by an alias, on its way over the new key's ARN. */
  renaming: z.object({ secret: z.string(), alias: z.string(), reencrypted: z.boolean() }).optional(),
  /** Such secrets that are re-encrypted since `movedAt`, as short hashes of their ARNs. */
  renamed: z.array(z.string()),
  /** A parameter whose value is being written again: the version with the value, and the last one known. */
  writing: z.object({ parameter: z.string(), base: z.int(), last: z.int() }).optional(),
  /** What was re-encrypted: names, and numbers of objects. */
  done: z.object({
    secrets: z.int(),
    parameters: z.int(),
    objects: z.int(),
    buckets: z.int(),
    names: z.array(z.string()),
  }),
  /** What only the old key can decrypt, the first ones, and how many in all. */
  left: z.array(leftSchema),
  leftCount: z.int().nonnegative(),
  /** Versions that no label names, and that only the old key can decrypt. */
  unlabelled: z.object({ secretVersions: z.int(), parameterVersions: z.int() }),
  quietSince: time.optional(),
  /** Up to where the trail was looked at. */
  seenUpTo: time.optional(),
  users: z.array(userSchema),
  disabledAt: time.optional(),
  deletionAt: time.optional(),
  /** What else is to be known, in sentences. */
  notes: z.array(z.string()),
});

/** The state of a replacement. */
export type Replacement = z.infer<typeof replacementSchema>;

/** How many of something are named one by one: an item of DynamoDB holds 400 KB. */
const mostNamed = { left: 400, names: 1_000, notes: 40 } as const;

/** Where nothing was gone over yet. */
export const nothingYet = {
  round: 1,
  found: 0,
  renamed: [],
  done: { secrets: 0, parameters: 0, objects: 0, buckets: 0, names: [] },
  left: [],
  leftCount: 0,
  unlabelled: { secretVersions: 0, parameterVersions: 0 },
  users: [],
  notes: [],
} satisfies Partial<Replacement>;

/** Adds what is left to what was left. */
export function withLeft(state: Replacement, left: readonly Left[]): Replacement {
  return {
    ...state,
    left: [...state.left, ...left].slice(0, mostNamed.left),
    leftCount: state.leftCount + left.length,
  };
}

/** Counts what was re-encrypted; objects are counted, the others are named too. */
export function withDone(
  state: Replacement,
  kind: "secrets" | "parameters" | "objects" | "buckets",
  names: readonly string[] | number,
): Replacement {
  const count = typeof names === "number" ? names : names.length;
  const { done } = state;
  return {
    ...state,
    found: state.found + count,
    done: {
      ...done,
      [kind]: done[kind] + count,
      names: [...done.names, ...(typeof names === "number" ? [] : names)].slice(0, mostNamed.names),
    },
  };
}

/** Adds a sentence, once. */
export function withNote(state: Replacement, note: string): Replacement {
  if (state.notes.includes(note)) return state;
  return { ...state, notes: [...state.notes, note].slice(-mostNamed.notes) };
}

/** From which key to which one things are re-encrypted now; the way back is the same the other way round. */
export function keysOf({ oldKey, newKey, direction }: Replacement): { from: KeyIdentity; to: KeyIdentity } {
  if (!newKey) throw new TypeError("The new key is not there yet.");
  return direction === "forward" ? { from: oldKey, to: newKey } : { from: newKey, to: oldKey };
}
