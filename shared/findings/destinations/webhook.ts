import { DeliveryError } from "./delivery-error.ts";

/** Slack's incoming webhooks, also of its government cloud. */
export const slackHosts: readonly string[] = ["hooks.slack.com", "hooks.slack-gov.com"];

/** Where Workflows of Teams have their webhooks. */
export const teamsHosts: readonly string[] = [
  "*.logic.azure.com",
  "*.logic.azure.us",
  "*.environment.api.powerplatform.com",
  "*.environment.api.powerplatform.us",
];

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** What a webhook's URL may be: whoever may write the secret shall not have requests sent anywhere else. */
export interface WebhookOptions {
  /** In words, for errors: `Slack`. */
  name: string;
  /** Host names; `*.` stands for any subdomain. A loopback address that is named here may do without TLS. */
  hosts: readonly string[];
  /** Milliseconds until an answer must be there. */
  timeoutMs: number;
  now: () => Date;
}

/**
 * Posts JSON to a webhook. Its URL is a secret: it is in no error, and no cause is kept that might hold it.
 *
 * @throws DeliveryError if the URL is none that is allowed, or the answer is not one of success, or does not come
 */
export async function postToWebhook(url: string, body: object, options: WebhookOptions): Promise<void> {
  const target = allowed(url, options);
  let response: Response;
  try {
    response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      // Another address would not have been checked.
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeoutMs),
    });
  } catch (error) {
    throw new DeliveryError(`${options.name} did not answer: ${codeOf(error)}. It is tried again.`);
  }
  // Only the status counts; what is left unread would keep the connection.
  await response.body?.cancel().catch(() => undefined);
  if (response.ok) return;
  throw new DeliveryError(
    `${options.name} answered with status ${response.status}. ${advice(response.status)}`,
    retryAfter(response.headers.get("retry-after"), options.now()),
  );
}

function allowed(url: string, { name, hosts }: WebhookOptions): URL {
  const target = URL.parse(url.trim());
  if (!target) throw new DeliveryError(`The secret of ${name} holds no URL. Store the webhook's URL in it.`);
  const { hostname, protocol, port, username, password } = target;
  if (!hosts.some((host) => matches(hostname, host)))
    throw new DeliveryError(`The URL in the secret of ${name} is of another host than ${hosts.join(", ")}.`);
  if (loopback.has(hostname)) return target;
  if (protocol !== "https:") throw new DeliveryError(`The URL in the secret of ${name} is not of https.`);
  if (port !== "" || username !== "" || password !== "")
    throw new DeliveryError(
      `The URL in the secret of ${name} has a port or a user, which none of its webhooks has.`,
    );
  return target;
}

function matches(hostname: string, host: string): boolean {
  return host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host;
}

function advice(status: number): string {
  if (status === 429) return "It is tried again when it said.";
  return status >= 500
    ? "It is tried again."
    : "It is tried again; if that goes on, make a new webhook and store its URL in the secret.";
}

/** Seconds that a `Retry-After` asks for: a number of them, or a date (RFC 9110, section 10.2.3). */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}

/** What went wrong, in a word that holds no URL. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error";
  if (error.name === "TimeoutError") return "it took too long";
  const { cause } = error;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : "the connection failed";
}
