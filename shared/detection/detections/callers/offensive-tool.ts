import { principalOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { remembered } from "../../reading/index.ts";
import { isDataCall } from "./gives-data.ts";

/** Distributions for intruders name themselves in the user agent of the AWS CLI and SDKs, as in `…kali-amd64`. */
const distributions = /kali|parrot|pentoo|blackarch/i;

/** Programs that take an account apart; not those that check one, which security engineers run. */
const tools = /pacu|stratus-red-team|cloudfox|trufflehog|enumerate-iam|weirdaal|nmap|sqlmap|hashcat/i;

const isOffensive = remembered((userAgent) => distributions.test(userAgent) || tools.test(userAgent));

/** Keys and secrets used from a distribution or by a program that is made for attacks. */
export const offensiveTool: MatchDetection = {
  id: "offensive-tool",
  title: "Keys or secrets used with a tool for attacks",
  description:
    "A call came from a distribution for intruders (Kali, Parrot, Pentoo, BlackArch) or from a program that takes accounts apart (Pacu, CloudFox, Stratus Red Team and others), by its user agent. Refused calls count too.",
  technique: "T1078.004",
  severity: (record) => (isDataCall(record) && record.errorCode === undefined ? "CRITICAL" : "HIGH"),
  kind: "match",
  countsOwnStack: true,
  wants: [
    { source: "kms.amazonaws.com" },
    { source: "secretsmanager.amazonaws.com" },
    {
      source: "ssm.amazonaws.com",
      names: ["DescribeParameters", "GetParameter", "GetParameters", "GetParametersByPath"],
    },
    {
      source: "cloudtrail.amazonaws.com",
      names: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
    },
  ],
  matches: ({ userAgent }) => isOffensive(userAgent ?? ""),
  entity: (record) => principalOf(record).id,
  why: (record) => `${principalOf(record).arn} called ${record.eventName} with ${record.userAgent}.`,
  remedy:
    "Unless it is your own exercise: take away the credentials now, then rotate every secret that they read: rekey rotate SECRET.",
};
