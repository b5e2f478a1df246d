import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/*
 * ElastiCache's users, as its Query protocol shows them. Source: the API reference, 2015-02-02, and what the service
 * says in the issues 24273 and 49726 of hashicorp/terraform-provider-aws.
 */

/** A user as the service has it. */
export interface ApiUser {
  name: string;
  status: "active" | "modifying" | "deleting";
  type: "password" | "no-password" | "iam";
  passwords: string[];
}

/** What becomes of requests of one action. */
export type Spoiling =
  /** An error instead of an answer; so many times, or for ever. */
  | { status: number; code: string; message?: string; times?: number }
  /** The connection ends before the request is understood, or after it was done. */
  | "cut before"
  | "cut after"
  | "no answer";

/** A server that answers as ElastiCache does. */
export interface ElastiCacheApi {
  endpoint: string;
  /** By id. */
  users: Map<string, ApiUser>;
  /** What was asked for, in order, one a request. */
  requests: { action: string; passwords: string[] }[];
  /** How many times a user is described as `modifying` after it was changed. */
  slowness: number;
  spoil: Map<string, Spoiling>;
  stop(): Promise<void>;
}

/**
 * Starts the API.
 *
 * @param takeEffect called with a user's new passwords when its change is done
 */
export async function startElastiCacheApi(
  takeEffect: (user: ApiUser) => Promise<void>,
): Promise<ElastiCacheApi> {
  const changing = new Map<ApiUser, number>();

  /** A user as it is described now; each description brings its change nearer to the end. */
  const look = async (user: ApiUser) => {
    const left = changing.get(user);
    if (left === undefined) return;
    if (left > 0) {
      changing.set(user, left - 1);
      return;
    }
    changing.delete(user);
    await takeEffect(user);
    if (user.status === "modifying") user.status = "active";
  };

  const modify = (user: ApiUser, id: string, passwords: string[]): Failure | undefined => {
    if (user.status !== "active") {
      const message = `User ${id} has status ${user.status}. Only active users can be modified.`;
      return { status: 400, code: "InvalidUserState", message };
    }
    if (passwords.length < 1 || passwords.length > 2) {
      return { status: 400, code: "InvalidParameterValue", message: "A user can have up to two passwords." };
    }
    if (passwords.some(({ length }) => length < 16 || length > 128)) {
      const message = "Passwords length must be between 16-128 characters.";
      return { status: 400, code: "InvalidParameterValue", message };
    }
    Object.assign(user, { passwords, status: "modifying" });
    changing.set(user, api.slowness);
    return undefined;
  };

  const answer = async (parameters: URLSearchParams): Promise<Failure | string> => {
    const action = parameters.get("Action") ?? "";
    const id = parameters.get("UserId") ?? "";
    const user = api.users.get(id);
    if (!user) return { status: 404, code: "UserNotFound", message: `User ${id} not found.` };
    if (action === "DescribeUsers") {
      await look(user);
      return result(action, `<Users><member>${describe(id, user)}</member></Users>`);
    }
    return modify(user, id, passwordsOf(parameters)) ?? result(action, describe(id, user));
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const parameters = new URLSearchParams(await text(request));
    const action = parameters.get("Action") ?? "";
    api.requests.push({ action, passwords: passwordsOf(parameters) });
    const spoiling = api.spoil.get(action);
    if (typeof spoiling === "object" && spoiling.times !== undefined) {
      if (spoiling.times === 1) api.spoil.delete(action);
      else api.spoil.set(action, { ...spoiling, times: spoiling.times - 1 });
    }
    if (spoiling === "no answer") return;
    if (spoiling === "cut before") return void response.destroy();
    const answered =
      typeof spoiling === "object" ? { message: "Spoilt.", ...spoiling } : await answer(parameters);
    if (spoiling === "cut after") return void response.destroy();
    const body = typeof answered === "string" ? answered : errorBody(answered);
    response.writeHead(typeof answered === "string" ? 200 : answered.status, { "content-type": "text/xml" });
    response.end(body);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const api: ElastiCacheApi = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    users: new Map(),
    requests: [],
    slowness: 0,
    spoil: new Map(),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return api;
}

interface Failure {
  status: number;
  code: string;
  message: string;
}

function passwordsOf(parameters: URLSearchParams): string[] {
  return [...parameters].filter(([name]) => name.startsWith("Passwords.")).map(([, value]) => value);
}

function describe(id: string, { name, status, type, passwords }: ApiUser): string {
  const count = type === "password" ? `<PasswordCount>${passwords.length}</PasswordCount>` : "";
  return [
    `<UserId>${id}</UserId><UserName>${name}</UserName><Status>${status}</Status><Engine>redis</Engine>`,
    `<MinimumEngineVersion>6.0</MinimumEngineVersion><AccessString>on ~* +@all</AccessString><UserGroupIds/>`,
    `<Authentication><Type>${type}</Type>${count}</Authentication>`,
    `<ARN>arn:aws:elasticache:eu-central-1:123456789012:user:${id}</ARN>`,
  ].join("");
}

function result(action: string, content: string): string {
  return [
    `<${action}Response xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">`,
    `<${action}Result>${content}</${action}Result>`,
    `<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>`,
    `</${action}Response>`,
  ].join("");
}

function errorBody({ status, code, message }: Failure): string {
  const type = status < 500 ? "Sender" : "Receiver";
  return [
    `<ErrorResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">`,
    `<Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error>`,
    `<RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`,
  ].join("");
}
