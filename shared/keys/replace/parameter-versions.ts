import { paginateGetParameterHistory, type SSMClient } from "@aws-sdk/client-ssm";
import { isUnderOldKey } from "./parameter-key.ts";
import type { Left, Replacement } from "./replacement.ts";

/**
 * The earlier versions of a parameter that only the old key decrypts: those with labels one by one, and how many
 * without. They cannot be written again without becoming the current one.
 */
export async function oldParameterVersions(
  client: SSMClient,
  name: string,
  state: Replacement,
): Promise<{ labelled: Left[]; unlabelled: number }> {
  const labelled: Left[] = [];
  const old: { Version?: number | undefined; Labels?: string[] | undefined }[] = [];
  let newest = 0;
  for await (const { Parameters = [] } of paginateGetParameterHistory({ client }, { Name: name })) {
    newest = Math.max(newest, ...Parameters.map(({ Version = 0 }) => Version));
    old.push(...Parameters.filter((version) => isUnderOldKey(version, state)));
  }
  const earlier = old.filter(({ Version }) => Version !== newest);
  for (const { Version, Labels = [] } of earlier) {
    if (Labels.length === 0) continue;
    labelled.push({
      kind: "parameter version",
      name: `${name}:${Version}`,
      reason: `Its labels are ${Labels.join(", ")}: Parameter Store re-encrypts no earlier version. Move the labels to a newer version, or take them off.`,
    });
  }
  return { labelled, unlabelled: earlier.length - labelled.length };
}
