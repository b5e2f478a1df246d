import * as z from "zod";
import { findingSchema } from "../findings/index.ts";

const count = z.int().min(0);
const moment = z.iso.datetime({ offset: true });

const occurrences = {
  count,
  /** Of `count`, those that were refused or failed. */
  failed: count,
  first: moment,
  last: moment,
};

const resourceSchema = z.object({
  kind: z.enum(["key", "secret"]),
  /** ARN of the key, or `account/region/name` of the secret. */
  name: z.string(),
  /** What people call it: the key's alias or id, the secret's name. */
  label: z.string(),
  account: z.string(),
  region: z.string(),
  ...occurrences,
  /** How many principals used it. */
  principals: count,
  /** Its use over time: the place among the report's buckets, the uses in it, and those of them that failed. */
  uses: z.array(z.tuple([count, count, count])),
});

const principalSchema = z.object({
  /** ARN of the user or role, or the name of a service. */
  name: z.string(),
  label: z.string(),
  account: z.string(),
  ...occurrences,
  /** How many keys and secrets it used. */
  resources: count,
});

const pairSchema = z.object({
  /** Places among the report's resources and principals. */
  resource: count,
  principal: count,
  /** Services that acted for the principal. */
  services: z.array(z.string()),
  ...occurrences,
  /** The most frequent first. */
  operations: z.array(z.object({ name: z.string(), count })),
  addresses: z.array(z.object({ name: z.string(), count })),
});

/** What became of a secret's rotation. `none seen`: the trail tells of no rotation, and Secrets Manager was not asked. */
export const rotationStates = ["failing", "overdue", "off", "on", "none seen"] as const;

const rotationSchema = z.object({
  /** `account/region/name`. */
  secret: z.string(),
  label: z.string(),
  account: z.string(),
  region: z.string(),
  state: z.enum(rotationStates),
  lastRotated: moment.optional(),
  next: moment.optional(),
  /** Such as `30 days`, or a schedule expression. */
  schedule: z.string().optional(),
  /** Rotations in the period, as the trail has them. */
  succeeded: count,
  failed: count,
  lastFailure: z.object({ at: moment, reason: z.string() }).optional(),
});

/** All that a report shows: who used which keys and secrets when, what was found, and how rotation goes. */
export const reportSchema = z.object({
  generated: moment,
  period: z.object({ from: moment, to: moment }),
  /** IANA name of the zone that times and buckets are in. */
  timeZone: z.string(),
  /** Where the records come from, as it was given. */
  source: z.string(),
  /** Events gone over, and those of them that count. */
  seen: count,
  counted: count,
  /** What may be missing, in sentences. */
  notes: z.array(z.string()),
  /** What could not be read, the first ones, and how many in all. */
  problems: z.array(z.string()),
  problemCount: count,
  buckets: z.object({
    unit: z.enum(["hour", "day", "week"]),
    /** When each begins, by the clocks of the time zone: `2026-03-01T14:00`. */
    starts: z.array(z.string()),
  }),
  /** The most used first. */
  resources: z.array(resourceSchema),
  principals: z.array(principalSchema),
  pairs: z.array(pairSchema),
  /** Absent where nothing was searched for. */
  findings: z.array(findingSchema).optional(),
  rotation: z.object({
    /** Whether Secrets Manager was asked, or the trail tells alone. */
    from: z.enum(["secrets manager", "trail"]),
    secrets: z.array(rotationSchema),
  }),
});

/** All that a report shows. */
export type Report = z.infer<typeof reportSchema>;
export type ReportResource = z.infer<typeof resourceSchema>;
export type ReportPrincipal = z.infer<typeof principalSchema>;
export type ReportPair = z.infer<typeof pairSchema>;
export type ReportRotation = z.infer<typeof rotationSchema>;
export type RotationState = ReportRotation["state"];
