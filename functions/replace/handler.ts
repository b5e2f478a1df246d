import * as z from "zod";
import {
  advanceReplacement,
  beginReplacement,
  type Progress,
  pauseReplacement,
  progressOf,
  type Replacement,
  replacementStatus,
  settingsSchema,
} from "../../shared/keys/index.ts";
import { lambda, logger } from "../middleware/index.ts";
import { replaceContext } from "./context.ts";

const eventSchema = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("begin"),
    run: z.string().min(1),
    /** The execution's input, whole: an unknown name in it is refused. */
    input: z.strictObject({
      key: z.string().min(1),
      undo: z.boolean().optional(),
      ignorePolicies: z.boolean().optional(),
      ...settingsSchema.partial().shape,
    }),
  }),
  z.object({ step: z.literal("advance"), run: z.string().min(1), oldKeyId: z.string().min(1) }),
  z.object({ step: z.literal("pause"), key: z.string().min(1) }),
  z.object({ step: z.literal("status"), key: z.string().min(1) }),
]);

/**
 * Called by the state machine replace-key, a piece after the other, and by the command line to look and to pause. What
 * goes out are names of keys, secrets, parameters and objects, no value.
 */
export const handler = lambda(async (event: unknown, lambdaContext): Promise<Progress | Replacement> => {
  const request = eventSchema.parse(event);
  const context = replaceContext(lambdaContext);
  switch (request.step) {
    case "begin": {
      const { key, undo, ignorePolicies, ...settings } = request.input;
      const state = await beginReplacement(context, {
        key,
        run: request.run,
        settings,
        ...(undo !== undefined && { undo }),
        ...(ignorePolicies !== undefined && { ignorePolicies }),
      });
      logger.info("begun", { oldKey: state.oldKey.id, stage: state.stage, direction: state.direction });
      return progressOf(state, request.run, context.now());
    }
    case "advance": {
      const progress = await advanceReplacement(context, request.oldKeyId, request.run);
      logger.info("advanced", { ...progress });
      return progress;
    }
    case "pause":
      return pauseReplacement(context, request.key);
    case "status":
      return replacementStatus(context, request.key);
  }
});
