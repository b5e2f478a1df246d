import type { Detection } from "../../shared/detection/index.ts";
import { type CloudTrailRecord, keysOf, principalOf, secretOf } from "../../shared/trail/index.ts";

const secretsManager = "secretsmanager.amazonaws.com";
const common = { title: "Of the proof", technique: "T0000", severity: "LOW", remedy: "Nothing." } as const;
const reads = { wants: [{ source: secretsManager, names: ["GetSecretValue"] }], matches: () => true };
const principal = (record: CloudTrailRecord) => principalOf(record).id;
const key = (record: CloudTrailRecord) => keysOf(record)[0];
const called = (name: string) => (record: CloudTrailRecord) => record.eventName === name;
const numbers = (count: number, entity: string) => `${entity}: ${count}`;

/**
 * Detections of each kind that the proof's world sets off, some many times: beside Rekey's own, so that the proof does
 * not hang on their thresholds.
 */
export const detectionsOfProof: readonly Detection[] = [
  {
    ...common,
    ...reads,
    id: "p-reads",
    kind: "threshold",
    entity: secretOf,
    threshold: 20,
    windowSeconds: 300,
    why: numbers,
  },
  {
    ...common,
    ...reads,
    id: "p-many-secrets",
    kind: "threshold",
    entity: principal,
    distinct: secretOf,
    threshold: 12,
    windowSeconds: 300,
    why: numbers,
  },
  {
    ...common,
    ...reads,
    id: "p-many-secrets-in-a-day",
    kind: "threshold",
    entity: principal,
    distinct: secretOf,
    threshold: 25,
    windowSeconds: 86_400,
    why: numbers,
  },
  {
    ...common,
    ...reads,
    id: "p-first-read",
    kind: "first-seen",
    entity: secretOf,
    value: principal,
    forgetDays: 90,
    learningDays: 0,
    why: (value, entity) => `${value}: ${entity}`,
  },
  ...[
    { id: "p-rate-of-secret", entity: secretOf, source: secretsManager },
    { id: "p-rate-of-principal", entity: principal, source: secretsManager },
    { id: "p-rate-of-key", entity: key, source: "kms.amazonaws.com" },
  ].map(
    ({ id, entity, source }): Detection => ({
      ...common,
      id,
      kind: "rate",
      wants: [{ source }],
      matches: () => true,
      entity,
      minimum: 30,
      factor: 3,
      learningDays: 0,
      why: (count, expected, of) => `${of}: ${count} where ${expected} are usual`,
    }),
  ),
  {
    ...common,
    id: "p-listed-then-read",
    kind: "sequence",
    wants: [{ source: secretsManager, names: ["ListSecrets", "GetSecretValue"] }],
    matches: () => true,
    entity: principal,
    windowSeconds: 600,
    steps: [
      { says: "lists", matches: called("ListSecrets") },
      { says: "reads", matches: called("GetSecretValue"), times: 5, distinct: secretOf },
    ],
    why: (_, entity) => entity,
  },
  {
    ...common,
    id: "p-rotation-stuck",
    kind: "absence",
    wants: [{ source: secretsManager, names: ["RotationStarted", "RotationSucceeded"] }],
    matches: () => true,
    entity: secretOf,
    expects: ({ eventName }) => (eventName === "RotationStarted" ? 900 : "cancelled"),
    fulfils: () => false,
    why: (entity, since) => `${entity}: ${since}`,
  },
];
