import { createServer } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { containerEnvironment } from "../../../local/localstack/container.ts";
import { LocalStackStartError, startLocalStack } from "../../../local/localstack/index.ts";

/** A port that somebody else listens on, until the test is over. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

describe("startLocalStack", () => {
  it("says that a port is taken, and starts nothing", async () => {
    const port = await takenPort();
    const progress: string[] = [];
    const starting = startLocalStack({ kind: "process", port, onProgress: (what) => progress.push(what) });
    await expect(starting).rejects.toThrow(LocalStackStartError);
    await expect(starting).rejects.toThrow(`Port ${port} is taken. Free it, or leave the port away`);
    expect(progress).toEqual([]);
  });

  it.each(["docker", "PROCESS", "1"])(
    "refuses REKEY_LOCALSTACK=%s and says what it may be",
    async (value) => {
      vi.stubEnv("REKEY_LOCALSTACK", value);
      onTestFinished(() => void vi.unstubAllEnvs());
      await expect(startLocalStack()).rejects.toThrow(
        `REKEY_LOCALSTACK is "${value}"; it must be "container" or "process".`,
      );
    },
  );

  it("takes what the caller forces over what the environment does", async () => {
    vi.stubEnv("REKEY_LOCALSTACK", "nonsense");
    onTestFinished(() => void vi.unstubAllEnvs());
    const port = await takenPort();
    await expect(startLocalStack({ kind: "process", port })).rejects.toThrow(`Port ${port} is taken`);
  });
});

describe("LocalStack's container", () => {
  const environment = containerEnvironment(4567);

  it("listens on the loopback of the host alone, at the port that was chosen", () => {
    expect(environment).toMatchObject({
      GATEWAY_LISTEN: "127.0.0.1:4567",
      LOCALSTACK_HOST: "127.0.0.1:4567",
    });
  });

  it("lets functions reach the gateway and the databases on the host's loopback", () => {
    expect(environment.LAMBDA_DOCKER_NETWORK).toBe("host");
  });

  it("fetches nothing from outside and reports to nobody", () => {
    expect(environment).toMatchObject({ SKIP_SSL_CERT_DOWNLOAD: "1", DISABLE_EVENTS: "1", DNS_ADDRESS: "0" });
  });
});
