import getPort from "get-port";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { LocalStackStartError } from "./errors.ts";
import type { LocalStackOptions, RunningLocalStack } from "./options.ts";

const image = "localstack/localstack:4.9.2";

/** Whether a container engine answers. */
export async function containerEngineAnswers(): Promise<boolean> {
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

/**
 * The settings of LocalStack's container. It and the functions' containers share the host's network, so that
 * `127.0.0.1` means the same to LocalStack, the functions, the trail gateway and the databases, as it does
 * without containers.
 */
export function containerEnvironment(port: number): Record<string, string> {
  return {
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_HOST: `127.0.0.1:${port}`,
    LAMBDA_DOCKER_NETWORK: "host",
    LAMBDA_IGNORE_ARCHITECTURE: "1",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    DISABLE_EVENTS: "1",
    DNS_ADDRESS: "0",
  };
}

/** Starts LocalStack as a container by testcontainers. */
export async function startContainer(options: LocalStackOptions): Promise<RunningLocalStack> {
  const port = options.port ?? (await getPort());
  options.onProgress?.(`starting the container ${image}`);
  try {
    const container = await new GenericContainer(image)
      .withNetworkMode("host")
      .withEnvironment(containerEnvironment(port))
      .withBindMounts([{ source: "/var/run/docker.sock", target: "/var/run/docker.sock" }])
      .withWaitStrategy(Wait.forLogMessage(/Ready\./))
      .withStartupTimeout(180_000)
      .start();
    return {
      endpoint: `http://127.0.0.1:${port}`,
      kind: "container",
      logDirectory: undefined,
      stop: async () => {
        await container.stop();
      },
    };
  } catch (cause) {
    throw new LocalStackStartError(
      `The container ${image} did not start. Is the image reachable? REKEY_LOCALSTACK=process runs LocalStack without containers.`,
      { cause },
    );
  }
}
