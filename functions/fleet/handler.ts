import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import {
  type FleetResult,
  fleetStateSchema,
  type NextWave,
  nextWave,
  selectionSchema,
  selectSecrets,
} from "../../shared/rotation/index.ts";
import { lambda, logger } from "../middleware/index.ts";

const eventSchema = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("select"),
    /** The execution's input, whole: an unknown name in it is refused. */
    input: z.strictObject({
      selection: selectionSchema,
      reason: z.string().min(1),
      concurrency: z.number().int().min(1).max(40).default(5),
      toleratedFailurePercentage: z.number().min(0).max(100).default(0),
      dryRun: z.boolean().default(false),
    }),
  }),
  z.object({
    step: z.literal("nextWave"),
    state: fleetStateSchema,
    results: z.array(z.looseObject({ secretId: z.string(), ok: z.boolean() })),
  }),
]);

const { rotateFunctionArn } = z
  .object({ ROTATE_FUNCTION_ARN: z.string().min(1) })
  .transform((given) => ({ rotateFunctionArn: given.ROTATE_FUNCTION_ARN }))
  .parse(process.env);
const secretsManager = makeClient(SecretsManagerClient);

/** Called by the state machine rotate-fleet: chooses the secrets, and after each wave decides about the next. */
export const handler = lambda(async (event: unknown): Promise<NextWave> => {
  const request = eventSchema.parse(event);
  if (request.step === "nextWave") return nextWave(request.state, request.results as FleetResult[]);
  const { selection, concurrency, toleratedFailurePercentage, dryRun } = request.input;
  const remaining = await selectSecrets(secretsManager, selection, rotateFunctionArn);
  logger.info("selected", { secrets: remaining.length });
  const state = {
    remaining,
    total: remaining.length,
    concurrency,
    toleratedFailurePercentage,
    succeeded: [],
    failed: [],
  };
  if (!dryRun) return nextWave(state, []);
  return { state, wave: [], decision: "done", summary: `${remaining.length} secrets would be rotated.` };
});
