import { principalOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, askedFor, byService, succeeded, who } from "../../reading/index.ts";
import { decrypts } from "./read.ts";

/** Everything in one call and its pages. */
export const parametersReadFromRoot: MatchDetection = {
  id: "parameters-read-from-root",
  title: "All parameters read with decryption",
  description:
    "Parameters were read recursively from the path / with decryption: everything there is, in one call and its pages. Applications read below a path of their own.",
  technique: "T1555.006",
  severity: "HIGH",
  kind: "match",
  wants: [{ source: "ssm.amazonaws.com", names: ["GetParametersByPath"] }],
  matches: (record) =>
    succeeded(record) &&
    !byService(record) &&
    decrypts(record) &&
    askedFor(record, "recursive") &&
    asked(record, "path") === "/",
  entity: (record) => principalOf(record).id,
  why: (record) => `${who(record)} read all parameters below / with decryption.`,
  remedy:
    "Take away its credentials unless it copies parameters as its task, then change what the parameters hold: aws ssm put-parameter --overwrite for each.",
};
