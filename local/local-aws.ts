import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import getPort from "get-port";
import { localFolder } from "./checkout.ts";
import { type ClientSettings, clientSettings } from "./client-settings.ts";
import { type RunningLocalStack, startLocalStack } from "./localstack/index.ts";
import { type RunningPostgres, startPostgres } from "./postgres/index.ts";
import {
  type DeploymentOptions,
  deployStack,
  packageStack,
  type StackOutputs,
  stackOutputs,
} from "./stack/index.ts";
import { startTrailGateway, type TrailGateway } from "./trail-gateway/index.ts";

/** AWS on this machine, with a database, and the stack packaged for it. */
export interface LocalAws {
  /** For clients of the account's administrator; their calls leave a trail. */
  settings: ClientSettings;
  localStack: RunningLocalStack;
  gateway: TrailGateway;
  postgres: RunningPostgres;
  /** Where the deployment tool left the package: the template and the functions' code. */
  packageFolder: string;
  /** Deploys the stack and reads its outputs. */
  deploy(): Promise<StackOutputs>;
}

/**
 * Starts LocalStack, the trail gateway in front of it and PostgreSQL, and packages the stack meanwhile.
 *
 * @param started gets all that is to be stopped, also when starting fails half-way
 * @throws PythonInstallError, LocalStackStartError, DeploymentError
 */
export async function startLocalAws(
  started: AsyncDisposableStack,
  options: {
    stage: string;
    /** Values for the template's params. */
    params?: Record<string, string>;
    signal?: AbortSignal;
    onProgress?: (message: string) => void;
  },
): Promise<LocalAws> {
  const { stage, params = {}, signal, onProgress } = options;
  const folder = path.join(localFolder, "runs", `stack-${process.pid}-${randomBytes(4).toString("hex")}`);
  started.defer(() => rm(folder, { recursive: true, force: true }));
  // The functions' address of AWS is a part of the package, so that the port is chosen before the gateway starts.
  const gatewayPort = await getPort();
  const functionsEndpoint = `http://127.0.0.1:${gatewayPort}`;
  const deployment: DeploymentOptions = { stage, folder, functionsEndpoint, params, signal };

  const packaging = packageStack(deployment);
  const database = startPostgres().then((server) => {
    started.defer(() => server.stop());
    return server;
  });
  const aws = startLocalStack({ signal, onProgress }).then((running) => {
    started.defer(() => running.stop());
    return running;
  });
  // Whatever fails, what the others start meanwhile must be known before it is stopped.
  await Promise.allSettled([packaging, database, aws]);
  const localStack = await aws;
  const postgres = await database;
  await packaging;
  const gateway = await startTrailGateway({ upstream: localStack.endpoint, port: gatewayPort });
  started.defer(() => gateway.stop());

  const settings = clientSettings(gateway.endpoint);
  return {
    settings,
    localStack,
    gateway,
    postgres,
    packageFolder: path.join(folder, "package"),
    deploy: async () => {
      await deployStack({ ...deployment, endpoint: gateway.endpoint });
      return stackOutputs(settings, stage);
    },
  };
}
