import { KMSClient } from "@aws-sdk/client-kms";
import { addDays } from "date-fns";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import type { DetectionSettings } from "../../shared/detection/index.ts";
import type { Signal } from "../../shared/findings/index.ts";
import { expiringMaterial, materialRule, materialSignal, usualDaysAhead } from "../../shared/keys/index.ts";
import { logger } from "../middleware/index.ts";

const askedSchema = z.looseObject({ look: z.literal("key-material") });
const kms = makeClient(KMSClient);

/** Whether the daily rule calls: it says what is to be looked at. */
export function isAboutKeyMaterial(event: unknown): boolean {
  return askedSchema.safeParse(event).success;
}

/** What is to be told of imported key material, by the account's settings. */
export async function signalsOfKeyMaterial(
  { thresholds, disabled }: Pick<DetectionSettings, "thresholds" | "disabled">,
  functionArn: string,
  now: Date,
): Promise<Signal[]> {
  if (disabled.includes(materialRule)) return [];
  const daysAhead = thresholds[materialRule] ?? usualDaysAhead;
  const { expiring, notLookedAt } = await expiringMaterial(kms, addDays(now, daysAhead));
  if (notLookedAt.length > 0) logger.warn("keys that may not be described are not watched", { notLookedAt });
  return expiring.map((material) => materialSignal(material, functionArn, now));
}
