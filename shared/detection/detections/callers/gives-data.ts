import type { CloudTrailRecord } from "../../../trail/index.ts";

/** Calls that give their caller what keys and secrets protect. */
export const givesData = [
  { source: "secretsmanager.amazonaws.com", names: ["GetSecretValue", "BatchGetSecretValue"] },
  {
    source: "kms.amazonaws.com",
    names: ["Decrypt", "ReEncrypt", "GenerateDataKey", "Sign", "DeriveSharedSecret"],
  },
  { source: "ssm.amazonaws.com", names: ["GetParameter", "GetParameters", "GetParametersByPath"] },
];

/** Whether a call gives data, and does not merely look at how things are set up. */
export function isDataCall({ eventSource, eventName }: CloudTrailRecord): boolean {
  return givesData.some(({ source, names }) => source === eventSource && names.includes(eventName));
}
