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

/** What AWS answered. */
export interface Answer {
  status: number;
  requestId: string | undefined;
  body: Record<string, unknown>;
}

/** Event sources by the first part of `X-Amz-Target`, which AWS JSON protocols send. */
const targets: [prefix: string, eventSource: string][] = [
  ["TrentService.", "kms.amazonaws.com"],
  ["secretsmanager.", "secretsmanager.amazonaws.com"],
  ["AmazonSSM.", "ssm.amazonaws.com"],
  ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "cloudtrail.amazonaws.com"],
  ["CloudTrail_20131101.", "cloudtrail.amazonaws.com"],
];

const credentialScope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;

/** Whether a request is one that CloudTrail would record: then its body is needed. */
export function isRecorded(headers: IncomingHttpHeaders): boolean {
  const target = header(headers, "x-amz-target");
  return targets.some(([prefix]) => target.startsWith(prefix)) || scopeOf(headers)?.service === "sts";
}

/** Understands a recorded request; undefined if it is not one after all. */
export function callOf(headers: IncomingHttpHeaders, body: Buffer, remoteAddress: string): Call | undefined {
  const scope = scopeOf(headers);
  const operation = operationOf(headers, body);
  if (!operation) return undefined;
  return {
    ...operation,
    region: scope?.region ?? "us-east-1",
    accessKeyId: scope?.accessKeyId ?? "",
    sessionToken: header(headers, "x-amz-security-token") || undefined,
    userAgent: header(headers, "user-agent"),
    sourceIPAddress: remoteAddress.replace(/^::ffff:/, ""),
  };
}

function operationOf(
  headers: IncomingHttpHeaders,
  body: Buffer,
): Pick<Call, "eventSource" | "eventName" | "request"> | undefined {
  const target = header(headers, "x-amz-target");
  for (const [prefix, eventSource] of targets) {
    if (target.startsWith(prefix)) {
      return {
        eventSource,
        eventName: target.slice(prefix.length),
        request: parseJson(body.toString("utf8")),
      };
    }
  }
  const form = new URLSearchParams(body.toString("utf8"));
  const action = form.get("Action");
  return action
    ? { eventSource: "sts.amazonaws.com", eventName: action, request: Object.fromEntries(form) }
    : undefined;
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

function scopeOf(
  headers: IncomingHttpHeaders,
): { accessKeyId: string; region: string; service: string } | undefined {
  const [, accessKeyId, region, service] = credentialScope.exec(header(headers, "authorization")) ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
