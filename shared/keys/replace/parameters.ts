import { DescribeParametersCommand, type ParameterMetadata } from "@aws-sdk/client-ssm";
import { leastMs, type ReplaceContext } from "./context.ts";
import { enter, isStill, latest, saveInStage } from "./in-stage.ts";
import { namingOf } from "./names.ts";
import { isUnderOldKey } from "./parameter-key.ts";
import { oldParameterVersions } from "./parameter-versions.ts";
import { keysOf, type Left, type Replacement, withDone, withLeft } from "./replacement.ts";
import { rewriteParameter } from "./rewrite-parameter.ts";

/** Failures of one parameter that do not stop the others. */
const ofOneParameter = new Set([
  "AccessDeniedException",
  "InvalidKeyId",
  "ParameterMaxVersionLimitExceeded",
  "ParameterPatternMismatchException",
  "PoliciesLimitExceededException",
  "ValidationException",
]);

/**
 * Writes the SecureString parameters under the old key again, a page after the other: Parameter Store encrypts each
 * version when it is written, and re-encrypts none.
 */
export async function reencryptParameters(context: ReplaceContext, begun: Replacement): Promise<void> {
  let state = begun;
  do {
    const page = await context.ssm.send(
      new DescribeParametersCommand({
        MaxResults: 50,
        NextToken: state.cursor,
        ParameterFilters: [{ Key: "Type", Option: "Equals", Values: ["SecureString"] }],
      }),
    );
    const { from, to } = keysOf(state);
    const left: Left[] = [];
    let unlabelled = 0;
    for (const parameter of page.Parameters ?? []) {
      const isOld = isUnderOldKey(parameter, state);
      if (!isOld && !namingOf(parameter.KeyId, to, state.aliases) && !namingOf(parameter.KeyId, from))
        continue;
      if (isOld && !isStill(await latest(context, state), begun)) return;
      const reason = isOld && (await rewriteUnlessRefused(context, state, parameter));
      if (reason) left.push({ kind: "parameter", name: parameter.Name ?? "", reason });
      const versions = await oldParameterVersions(context.ssm, String(parameter.Name), state);
      left.push(...versions.labelled);
      unlabelled += versions.unlabelled;
    }
    state = await saveInStage(context, state, (now) => ({
      ...withLeft(page.NextToken ? now : enter(now, "buckets"), left),
      ...(page.NextToken && { cursor: page.NextToken }),
      unlabelled: {
        ...now.unlabelled,
        parameterVersions: now.unlabelled.parameterVersions + unlabelled,
      },
    }));
  } while (isStill(state, begun) && context.remainingMs() > leastMs);
}

/** Why a parameter is left under the old key; undefined if it is not. */
async function rewriteUnlessRefused(
  context: ReplaceContext,
  state: Replacement,
  parameter: ParameterMetadata,
): Promise<string | undefined> {
  const name = String(parameter.Name);
  try {
    await rewriteParameter(context, state, name);
    await saveInStage(context, state, (now) => withDone(now, "parameters", [name]));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "ParameterNotFound") return undefined;
    if (!ofOneParameter.has(error.name)) throw error;
    return `Parameter Store refused: ${error.name}. Write its value again by hand.`;
  }
}
