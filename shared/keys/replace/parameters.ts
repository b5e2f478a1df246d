import { DescribeParametersCommand, type ParameterMetadata } from "@aws-sdk/client-ssm";
import type { ReplaceContext } from "./context.ts";
import { goOver } from "./go-over.ts";
import { saveInStage } from "./in-stage.ts";
import { namingOf } from "./names.ts";
import { isUnderOldKey } from "./parameter-key.ts";
import { oldParameterVersions } from "./parameter-versions.ts";
import { keysOf, type Replacement, withDone } from "./replacement.ts";
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
  const { ssm } = context;
  return goOver<ParameterMetadata>(context, begun, {
    kind: "parameter",
    unlabelled: "parameterVersions",
    next: "buckets",
    page: async (cursor) => {
      const { Parameters = [], NextToken } = await ssm.send(
        new DescribeParametersCommand({
          MaxResults: 50,
          NextToken: cursor,
          ParameterFilters: [{ Key: "Type", Option: "Equals", Values: ["SecureString"] }],
        }),
      );
      return { things: Parameters, cursor: NextToken };
    },
    nameOf: ({ Name = "" }) => Name,
    keyOf: (parameter, state) => {
      const { from, to } = keysOf(state);
      if (isUnderOldKey(parameter, state)) return "old";
      const isOurs = namingOf(parameter.KeyId, to, state.aliases) ?? namingOf(parameter.KeyId, from);
      return isOurs && "new";
    },
    reencrypt: (parameter, state) => rewriteUnlessRefused(context, state, parameter),
    oldVersions: ({ Name }, state) => oldParameterVersions(ssm, String(Name), state),
  });
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
