import * as z from "zod";

/** What Step Functions hands to a Catch; Cause is the function's error in JSON, or plain text. */
export const failureSchema = z.object({ Error: z.string(), Cause: z.string().optional() });

/** What Step Functions hands to a Catch. */
export type Failure = z.infer<typeof failureSchema>;

const lambdaError = z.object({ errorMessage: z.string() });

/** What an undone rotation says to the person who started it: what failed, and how things stand. */
export function explainUndone(failure: Failure): string {
  return [
    `The rotation was taken back: AWSCURRENT is unchanged and logs in, AWSPENDING was removed.`,
    `What failed: ${failure.Error}: ${messageOf(failure)}`,
    `Put that right, then start again.`,
  ].join(" ");
}

function messageOf({ Cause: cause = "" }: Failure): string {
  try {
    return lambdaError.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause || "no answer in time";
  }
}
