import type { CloudTrailRecord } from "../../../trail/index.ts";
import { arnOf, asked, askedFor, at, texts } from "../../reading/index.ts";

/** Calls that read parameters. */
export const readsParameters = [
  { source: "ssm.amazonaws.com", names: ["GetParameter", "GetParameters", "GetParametersByPath"] },
];

/** Whether a call had its parameters decrypted: only a SecureString needs it. */
export function decrypts(record: CloudTrailRecord): boolean {
  return askedFor(record, "withDecryption");
}

/** The parameters that a call read: their names, or the path that was asked for as a whole. */
export function parametersOf(record: CloudTrailRecord): string[] {
  const { requestParameters } = record;
  const named = [...texts(at(requestParameters, "name")), ...texts(at(requestParameters, "names"))];
  const path = asked(record, "path");
  return [...named, ...(path ? [`${path.replace(/\/$/, "")}/*`] : [])];
}

/** The same as ARNs. */
export function parameterArns(record: CloudTrailRecord): string[] {
  return parametersOf(record).map((name) =>
    name.startsWith("arn:")
      ? name
      : arnOf(record, "ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`),
  );
}
