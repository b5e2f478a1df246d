import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { isSignedWith, type SignedRequest, signerOf } from "./signature.ts";

/** An error as AWS's Query protocol tells it. */
export interface AwsError {
  status: number;
  code: string;
}

/** What goes wrong with one call; `done` says whether it is done all the same. */
export type Disturbance = { done: boolean } & ({ cut: true } | { stall: true } | { error: AwsError });

interface KnownKey {
  username: string;
  secret: string;
  /** How many more calls are refused as if the key were not known everywhere yet. */
  unknownFor: number;
  /** How many more calls are taken as if its end were not known everywhere yet. */
  remembered: number;
  identity?: string;
}

/** What AWS does and LocalStack does not: to check who signed, and to take some time to know a change everywhere. */
export interface CheckingGateway {
  endpoint: string;
  calls: { action: string; accessKeyId: string }[];
  /** From now on, a new key is refused for the first calls with it. */
  refuseNewKeys(calls: number): void;
  /** A key's end is not noticed for some calls with it. */
  rememberKey(accessKeyId: string, calls: number): void;
  /** Something goes wrong with the next call of an action. */
  disturb(action: string, disturbance: Disturbance): void;
  stop(): Promise<void>;
}

const administrator = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * Starts a gateway in front of LocalStack. It knows the keys that are made through it, and the administrator's; whether
 * they are active it asks LocalStack each time.
 */
export async function startCheckingGateway(upstream: string): Promise<CheckingGateway> {
  const admin = new IAMClient({ endpoint: upstream, region: "us-east-1", credentials: administrator });
  const known = new Map<string, KnownKey>();
  const calls: CheckingGateway["calls"] = [];
  const disturbances: { action: string; disturbance: Disturbance }[] = [];
  let refusedCalls = 0;

  const isActive = async (accessKeyId: string, { username }: KnownKey): Promise<boolean> => {
    const { AccessKeyMetadata: keys = [] } = await admin.send(
      new ListAccessKeysCommand({ UserName: username }),
    );
    return keys.some((key) => key.AccessKeyId === accessKeyId && key.Status === "Active");
  };

  /** What AWS would refuse a call for; undefined if nothing. */
  const refusal = async (request: SignedRequest): Promise<string | undefined> => {
    const accessKeyId = signerOf(request) ?? "";
    if (accessKeyId === administrator.accessKeyId) return undefined;
    const key = known.get(accessKeyId);
    if (!key) return "InvalidClientTokenId";
    if (key.unknownFor > 0) {
      key.unknownFor -= 1;
      return "InvalidClientTokenId";
    }
    if (!(await isActive(accessKeyId, key)) && key.remembered <= 0) return "InvalidClientTokenId";
    return isSignedWith(key.secret, request) ? undefined : "SignatureDoesNotMatch";
  };

  const forward = async ({ method, path, headers, body }: SignedRequest): Promise<[number, string]> => {
    const { host: _, "content-length": __, connection: ___, ...rest } = headers;
    const answer = await fetch(upstream + path, { method, headers: rest, body });
    return [answer.status, await answer.text()];
  };

  /** The answer of AWS, and what is learned of it. */
  const act = async (request: SignedRequest, action: string): Promise<[number, string]> => {
    const key = known.get(signerOf(request) ?? "");
    if (key && key.remembered > 0 && action === "GetCallerIdentity" && key.identity) {
      key.remembered -= 1;
      return [200, key.identity];
    }
    const [status, answer] = await forward(request);
    const read = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer)?.[1] ?? "";
    if (key && action === "GetCallerIdentity") key.identity = answer;
    if (action === "CreateAccessKey" && status === 200) {
      const made = { username: read("UserName"), secret: read("SecretAccessKey"), remembered: 0 };
      known.set(read("AccessKeyId"), { ...made, unknownFor: refusedCalls });
    }
    return [status, answer];
  };

  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = await text(incoming);
    const headers = incoming.headers as Record<string, string>;
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers, body };
    const action = new URLSearchParams(body).get("Action") ?? "";
    calls.push({ action, accessKeyId: signerOf(request) ?? "" });
    const at = disturbances.findIndex((each) => each.action === action);
    const disturbance = at < 0 ? undefined : disturbances.splice(at, 1)[0]?.disturbance;
    if (!disturbance || disturbance.done) {
      const code = await refusal(request);
      const [status, answer] = code ? errorAnswer({ status: 403, code }) : await act(request, action);
      if (!disturbance) return void response.writeHead(status, { "content-type": "text/xml" }).end(answer);
    }
    if ("cut" in disturbance) return void response.socket?.destroy();
    if ("error" in disturbance) {
      const [status, answer] = errorAnswer(disturbance.error);
      response.writeHead(status, { "content-type": "text/xml" }).end(answer);
    }
  };

  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    refuseNewKeys: (count) => {
      refusedCalls = count;
    },
    rememberKey: (accessKeyId, count) => {
      const key = known.get(accessKeyId);
      if (key) key.remembered = count;
    },
    disturb: (action, disturbance) => void disturbances.push({ action, disturbance }),
    stop: async () => {
      admin.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function errorAnswer({ status, code }: AwsError): [number, string] {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>The call was refused.</Message></Error>`;
  return [
    status,
    `<ErrorResponse>${error}<RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`,
  ];
}
