import { ownSignal, type Signal } from "../../findings/index.ts";
import { ChangeInProgressError, RotationInProgressError } from "../errors.ts";

const secretArn = /^arn:[^:]+:secretsmanager:([^:]*):([^:]*):secret:/;

/** Whether recovering only has to wait: a rotation, or the system, is at work at this moment. */
export function isUnderWay(error: unknown): error is Error {
  return error instanceof RotationInProgressError || error instanceof ChangeInProgressError;
}

/**
 * What is signalled of a rotation that could not be recovered: somebody must look, today. It is one finding as long as
 * attempts go on failing, and is over when there are none any more.
 *
 * @param functionArn the function that tried
 * @param reason why, in words
 * @param quietSeconds longer than it takes until the next attempt
 */
export function notRecovered(
  secretId: string,
  functionArn: string,
  reason: string,
  at: Date,
  quietSeconds: number,
): Signal {
  const [, region = "unknown", accountId = "unknown"] = secretArn.exec(secretId) ?? [];
  return ownSignal(
    {
      ruleId: "rotation-not-recovered",
      title: "Rotation died and could not be recovered",
      severity: "HIGH",
      technique: "",
      principal: functionArn,
      entity: secretId,
      resources: [secretId],
      eventName: "RotationFailed",
      accountId,
      region,
      why: `A rotation of the secret died, and Rekey could neither finish nor undo it: ${reason}`,
      remedy: `Put the cause right, then run: rekey rotation recover ${secretId}. Applications may be refused until then.`,
      quietSeconds,
    },
    at,
  );
}
