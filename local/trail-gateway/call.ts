import type { IncomingHttpHeaders } from "node:http";

/** A call of an AWS API that CloudTrail records, as it passed through the gateway. */
export interface Call {
  eventSource: string;
  eventName: string;
  region: string;
  accessKeyId: string;
  sessionToken: string | undefined;
  userAgent: string;
  sourceIPAddress: string;
  request: Record<string, unknown>;
}

/** What of a request tells which call it is: Node's `IncomingMessage` has it. */
export interface RequestHead {
  url?: string | undefined;
  headers: IncomingHttpHeaders;
}

/** Event sources by the first part of `X-Amz-Target`, which AWS JSON protocols send. */
const targets: [prefix: string, eventSource: string][] = [
  ["TrentService.", "kms.amazonaws.com"],
  ["secretsmanager.", "secretsmanager.amazonaws.com"],
  ["AmazonSSM.", "ssm.amazonaws.com"],
  ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "cloudtrail.amazonaws.com"],
  ["CloudTrail_20131101.", "cloudtrail.amazonaws.com"],
];

const operationName = /^[A-Z][A-Za-z0-9]{0,99}$/;
const credentialHeader = /Credential=([^\s,]+)/;
const credentialScope = /^([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request$/;

/** Whether a request is one that CloudTrail would record: then its body is needed. */
export function isRecorded(head: RequestHead): boolean {
  const target = header(head, "x-amz-target");
  return targets.some(([prefix]) => target.startsWith(prefix)) || scopeOf(head)?.service === "sts";
}

/** Understands a recorded request; undefined if it is not one after all. */
export function callOf(head: RequestHead, body: Buffer, remoteAddress: string): Call | undefined {
  const operation = operationOf(head, body);
  if (!operation || !operationName.test(operation.eventName)) return undefined;
  const scope = scopeOf(head);
  const sessionToken = header(head, "x-amz-security-token") || queryOf(head).get("X-Amz-Security-Token");
  return {
    ...operation,
    region: scope?.region ?? "us-east-1",
    accessKeyId: scope?.accessKeyId ?? "",
    sessionToken: sessionToken || undefined,
    userAgent: header(head, "user-agent"),
    sourceIPAddress: remoteAddress.replace(/^::ffff:/, ""),
  };
}

function operationOf(
  head: RequestHead,
  body: Buffer,
): Pick<Call, "eventSource" | "eventName" | "request"> | undefined {
  const target = header(head, "x-amz-target");
  for (const [prefix, eventSource] of targets) {
    if (target.startsWith(prefix)) {
      return {
        eventSource,
        eventName: target.slice(prefix.length),
        request: parseJson(body.toString("utf8")),
      };
    }
  }
  const form = body.length > 0 ? new URLSearchParams(body.toString("utf8")) : queryOf(head);
  const action = form.get("Action");
  return action
    ? { eventSource: "sts.amazonaws.com", eventName: action, request: queryParameters(form) }
    : undefined;
}

/** A form has texts only; CloudTrail shows the one number as a number. */
function queryParameters(form: URLSearchParams): Record<string, unknown> {
  const seconds = form.get("DurationSeconds");
  return { ...Object.fromEntries(form), ...(seconds ? { DurationSeconds: Number(seconds) } : {}) };
}

/** JSON of an object; an empty one for anything else. */
export function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** The scope of a signature, which stands in a header or, for a presigned request, in the address. */
function scopeOf(head: RequestHead): { accessKeyId: string; region: string; service: string } | undefined {
  const credential =
    credentialHeader.exec(header(head, "authorization"))?.[1] ?? queryOf(head).get("X-Amz-Credential") ?? "";
  const [, accessKeyId, region, service] = credentialScope.exec(credential) ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}

function queryOf({ url = "" }: RequestHead): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : url.slice(start));
}

function header({ headers }: RequestHead, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
