import type { IncomingHttpHeaders } from "node:http";
import { parseJson } from "./call.ts";

/** What AWS answered. */
export interface Answer {
  status: number;
  requestId: string | undefined;
  body: Record<string, unknown>;
  /** How a rotation ended that the call began: for the trail only, the caller does not see it. */
  rotation?: RotationEnd;
}

/** How a rotation ended. */
export interface RotationEnd {
  succeeded: boolean;
  versionId: string;
  functionArn: string | undefined;
  /** Where it failed, as far as that can be known. */
  failedAt?: string;
}

/** Reads an answer in JSON, or an error of the Query protocol, which STS speaks. */
export function answerOf(response: { status: number; headers: IncomingHttpHeaders; body: Buffer }): Answer {
  const { status, headers } = response;
  const text = response.body.toString("utf8");
  const id = headers["x-amzn-requestid"];
  return {
    status,
    requestId: typeof id === "string" && id !== "" ? id : undefined,
    body: status >= 400 && text.trimStart().startsWith("<") ? xmlError(text) : parseJson(text),
  };
}

function xmlError(text: string): Record<string, unknown> {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return { __type: element("Code"), message: element("Message") };
}
