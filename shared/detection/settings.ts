import * as z from "zod";

/** `*` stands for any characters; without it the whole must be the same. */
const pattern = z.string().min(1);
const accountId = z.string().regex(/^\d{12}$/, "an account id has 12 digits");
/** `key=value`, as of a tag of a key or secret; the value may have `*`. */
const tag = z.string().regex(/^[^=]+=.*$/, "a tag is written key=value");
const network = z.union([z.cidrv4(), z.cidrv6()], "a network is written like 10.0.0.0/8 or 2001:db8::/32");
const reason = z.string().min(1);

/** What of all events is expected, and raises nothing. What is not given restricts nothing. */
const allowedSchema = z.strictObject({
  /** Ids of detections; all if absent. */
  detections: z.array(pattern).min(1).optional(),
  /** ARNs of principals, of the role for an assumed role; or the name of an AWS service. */
  principals: z.array(pattern).min(1).optional(),
  networks: z.array(network).min(1).optional(),
  userAgents: z.array(pattern).min(1).optional(),
  /** Keys and secrets, as findings name them. */
  entities: z.array(pattern).min(1).optional(),
  /** The key or secret has one of these tags. */
  tags: z.array(tag).min(1).optional(),
  /** ISO 8601; nothing is allowed by it any more after that. */
  until: z.iso.datetime({ offset: true }).optional(),
  reason,
});

/** What the account tells the detections about itself; the file that `rekey detect --config` and the stack read. */
export const detectionSettingsSchema = z.strictObject({
  /** How many are too many, by the id of the detection. */
  thresholds: z.record(z.string(), z.int().positive()).default({}),
  /** Ids of detections that shall not run. */
  disabled: z.array(z.string()).default([]),
  /** After a key's or secret's first event, no principal or rate is new with it for so many days. */
  learningDays: z.int().min(0).max(90).default(14),
  /** What was not seen for so many days is new again. */
  forgetDays: z.int().min(1).max(365).default(90),
  /** Other accounts that may use keys and secrets of this one. */
  trustedAccounts: z.array(accountId).default([]),
  /** Networks that people and applications call from. */
  ownNetworks: z.array(network).default([]),
  /** Buckets that trails write to. */
  trailBuckets: z.array(z.string().min(1)).default([]),
  /** Names of secrets and parameters, ARNs of keys, that nothing uses: whoever reads one is looking for something. */
  decoys: z.array(z.string().min(1)).default([]),
  /** How the names of this stack's functions, rules and queues begin. */
  stackPrefix: z.string().min(1).default("rekey-"),
  allow: z.array(allowedSchema).default([]),
  /** By how many steps a finding is more severe where its key or secret has the tag. */
  raise: z
    .array(z.strictObject({ tag, by: z.int().min(1).max(4).default(1) }))
    .default([{ tag: "env=prod", by: 1 }]),
});

/** What the account tells the detections about itself. */
export type DetectionSettings = z.infer<typeof detectionSettingsSchema>;

/** What of all events is expected, and raises nothing. */
export type Allowed = z.infer<typeof allowedSchema>;
