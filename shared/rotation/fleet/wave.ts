import * as z from "zod";

/** How one secret's rotation ended. */
const resultSchema = z.object({
  secretId: z.string(),
  ok: z.boolean(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** How one secret's rotation ended. */
export type FleetResult = z.infer<typeof resultSchema>;

/** A fleet's rotation on its way: what the state machine carries. */
export const fleetStateSchema = z.object({
  /** Names of the secrets that are still to come. */
  remaining: z.array(z.string()),
  total: z.number().int().positive(),
  /** How many rotate at the same time. */
  concurrency: z.number().int().min(1).max(40),
  /** How many percent of all may fail before it stops. */
  toleratedFailurePercentage: z.number().min(0).max(100),
  succeeded: z.array(z.string()),
  failed: z.array(resultSchema),
});

/** A fleet's rotation on its way. */
export type FleetState = z.infer<typeof fleetStateSchema>;

/** The next step of a fleet's rotation. */
export interface NextWave {
  state: FleetState;
  /** Names of the secrets to rotate now, all at once. */
  wave: string[];
  decision: "goOn" | "done" | "stopped";
  /** Where it ends, in words. */
  summary: string;
}

/** Words of an error that the state machine carries on; the execution of the secret has them whole. */
const longestCause = 200;

/**
 * Takes the results of a wave in and decides about the next: first one secret alone, the canary, then so many at
 * once as configured, until all are done or too many failed.
 *
 * @param results of the wave before; none at the beginning
 */
export function nextWave(state: FleetState, results: readonly FleetResult[]): NextWave {
  const succeeded = [...state.succeeded, ...results.filter(({ ok }) => ok).map(({ secretId }) => secretId)];
  const failed = [...state.failed, ...results.filter(({ ok }) => !ok).map(brief)];
  const after = { ...state, succeeded, failed };
  const tally = `${succeeded.length} of ${state.total} secrets rotated, ${failed.length} failed`;
  const end = (decision: "done" | "stopped", words: string): NextWave => ({
    state: after,
    wave: [],
    decision,
    summary: words,
  });

  const canaryFailed = failed.length === 1 && succeeded.length === 0;
  const percentage = (100 * failed.length) / state.total;
  if (canaryFailed && state.total > 1 && state.toleratedFailurePercentage < 100) {
    return end(
      "stopped",
      `Stopped after the first secret failed, ${state.remaining.length} were not touched.`,
    );
  }
  if (percentage > state.toleratedFailurePercentage) {
    return end(
      "stopped",
      `Stopped: ${tally}, more than the ${state.toleratedFailurePercentage} % tolerated; ${state.remaining.length} were not touched.`,
    );
  }
  if (state.remaining.length === 0) return end("done", `${tally}.`);
  const size = succeeded.length + failed.length === 0 ? 1 : state.concurrency;
  return {
    state: { ...after, remaining: state.remaining.slice(size) },
    wave: state.remaining.slice(0, size),
    decision: "goOn",
    summary: `${tally}, ${state.remaining.length} to come.`,
  };
}

/** The cause that Step Functions gives for a failed execution is its description, in JSON. */
const executionSchema = z.object({ Error: z.string().optional(), Cause: z.string().optional() });

function brief({ cause, ...result }: FleetResult): FleetResult {
  if (cause === undefined) return result;
  const execution = executionSchema.safeParse(jsonOf(cause)).data;
  const { Error: error = result.error, Cause: words = cause } = execution ?? {};
  return { ...result, ...(error === undefined ? {} : { error }), cause: words.slice(0, longestCause) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
