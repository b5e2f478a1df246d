import { describe, expect, it } from "vitest";
import type { Answer } from "../../../../local/trail-gateway/answer.ts";
import { mending, whyRefused } from "../../../../local/trail-gateway/mend.ts";
import { startEndpoint } from "../../findings/an-endpoint.ts";
import { aCall, answered, refused, secretArn } from "./a-call.ts";

const labels = { "v-1": ["AWSCURRENT"], "v-2": ["AWSPENDING"] };

const secretsManager = (eventName: string, request: Record<string, unknown> = {}) =>
  aCall({
    eventSource: "secretsmanager.amazonaws.com",
    eventName,
    request: { SecretId: "prod/db", ...request },
  });

const move = (VersionStage: string, MoveToVersionId?: string, RemoveFromVersionId?: string) => ({
  VersionStage,
  ...(MoveToVersionId ? { MoveToVersionId } : {}),
  ...(RemoveFromVersionId ? { RemoveFromVersionId } : {}),
});

describe("UpdateSecretVersionStage", () => {
  it.each([
    ["moves a label from the version that has it", move("AWSCURRENT", "v-2", "v-1")],
    ["takes a label off the version that has it", move("AWSPENDING", undefined, "v-2")],
    ["attaches a label that no version has", move("AWSPREVIOUS", "v-1")],
    ["attaches a label to the version that has it already", move("AWSCURRENT", "v-1")],
  ])("%s", (_, request) => {
    expect(whyRefused(request, labels)).toBeUndefined();
  });

  it.each([
    ["no version to take it from", move("AWSCURRENT", "v-2")],
    ["another version than has it", move("AWSCURRENT", "v-2", "v-3")],
    ["the version that it goes to", move("AWSCURRENT", "v-2", "v-2")],
    ["another version, though it stays where it is", move("AWSCURRENT", "v-1", "v-3")],
  ])("is refused where the caller names %s, and told who has the label", (_, request) => {
    expect(whyRefused(request, labels)).toBe(
      "The parameter RemoveFromVersionId must name the version that staging label AWSCURRENT is attached to: v-1.",
    );
  });

  it("is refused by the gateway as by Secrets Manager, and never reaches LocalStack", async () => {
    const { settings } = await startEndpoint(() => ({
      body: JSON.stringify({ VersionIdsToStages: labels }),
    }));
    const mend = mending(settings.endpoint);
    const call = secretsManager("UpdateSecretVersionStage", move("AWSCURRENT", "v-2", "v-3"));
    const forward = () => Promise.reject(new Error("was forwarded"));
    expect(await mend(call, forward)).toMatchObject({
      status: 400,
      body: { __type: "InvalidParameterException", message: expect.stringContaining("v-1") },
    });
  });

  it("lets one of two win that move the same label at once", async () => {
    let holder = "v-1";
    const { settings } = await startEndpoint(() => ({
      body: JSON.stringify({ VersionIdsToStages: { [holder]: ["AWSCURRENT"] } }),
    }));
    const mend = mending(settings.endpoint);
    const moveTo = (version: string) =>
      mend(secretsManager("UpdateSecretVersionStage", move("AWSCURRENT", version, "v-1")), async () => {
        holder = version;
        return answered();
      });
    const statuses = (await Promise.all([moveTo("v-2"), moveTo("v-3")])).map(({ status }) => status);
    expect(statuses).toEqual([200, 400]);
    expect(holder).toBe("v-2");
  });

  it("waits for the one before, and goes on where that failed", async () => {
    const { settings, requests } = await startEndpoint(() => ({ status: 400, body: "{}" }));
    const mend = mending(settings.endpoint);
    const first = Promise.withResolvers<Answer>();
    const failing = mend(secretsManager("PutSecretValue"), () => first.promise);
    const next = mend(secretsManager("UpdateSecretVersionStage", move("AWSPENDING", "v-2")), async () =>
      answered(),
    );
    await fetch(settings.endpoint);
    expect(requests.map(({ headers }) => headers["x-amz-target"])).toEqual([undefined]);
    first.reject(new Error("LocalStack went away"));
    await expect(failing).rejects.toThrow("went away");
    expect((await next).status).toBe(200);
  });
});

describe("RotateSecret", () => {
  const functionArn = "arn:aws:lambda:eu-central-1:111122223333:function:rotate";

  /** LocalStack with a secret whose new version has these labels, and a value or none. */
  async function endWith(newVersion: { labels: string[]; hasValue: boolean }) {
    const { settings } = await startEndpoint(({ headers }) => {
      if (headers["x-amz-target"] === "secretsmanager.DescribeSecret") {
        const VersionIdsToStages = { "v-2": newVersion.labels };
        return {
          body: JSON.stringify({ ARN: secretArn, RotationLambdaARN: functionArn, VersionIdsToStages }),
        };
      }
      return newVersion.hasValue
        ? { body: JSON.stringify({ ARN: secretArn, VersionId: "v-2" }) }
        : { status: 400, body: JSON.stringify({ __type: "ResourceNotFoundException" }) };
    });
    const answer = await mending(settings.endpoint)(secretsManager("RotateSecret"), async () =>
      answered({ ARN: secretArn, VersionId: "v-2" }),
    );
    return answer.rotation;
  }

  it("succeeded if the new version is current", async () => {
    expect(await endWith({ labels: ["AWSCURRENT", "AWSPENDING"], hasValue: true })).toEqual({
      succeeded: true,
      versionId: "v-2",
      functionArn,
    });
  });

  it("failed at createSecret if the new version has no value", async () => {
    const end = await endWith({ labels: ["AWSPENDING"], hasValue: false });
    expect(end).toEqual({ succeeded: false, versionId: "v-2", functionArn, failedAt: "createSecret" });
  });

  it("failed later if it has one: at which step, LocalStack does not tell", async () => {
    const end = await endWith({ labels: ["AWSPENDING"], hasValue: true });
    expect(end).toMatchObject({ succeeded: false, failedAt: "a later" });
  });

  it("tells the caller nothing but what LocalStack answered", async () => {
    const { settings } = await startEndpoint(() => ({ body: "{}" }));
    const forwarded = answered({ ARN: secretArn, VersionId: "v-2" });
    const answer = await mending(settings.endpoint)(secretsManager("RotateSecret"), async () => forwarded);
    expect(answer).toMatchObject(forwarded);
  });

  it("that only stores settings succeeds, though LocalStack fails once they are stored", async () => {
    const { settings } = await startEndpoint(() => ({
      body: JSON.stringify({ ARN: secretArn, Name: "prod/db", RotationEnabled: true }),
    }));
    const call = secretsManager("RotateSecret", { RotateImmediately: false, ClientRequestToken: "t-1" });
    const broken = { ...answered(), status: 500 };
    const answer = await mending(settings.endpoint)(call, async () => broken);
    expect(answer).toMatchObject({
      status: 200,
      body: { ARN: secretArn, Name: "prod/db", VersionId: "t-1" },
    });
    expect(answer).not.toHaveProperty("rotation");
  });

  it.each([
    ["stored nothing", { RotateImmediately: false }, { ...answered(), status: 500 }],
    ["was refused", { RotateImmediately: false }, refused("ResourceNotFoundException")],
    ["failed while it rotated", {}, { ...answered(), status: 500 }],
  ])("fails where LocalStack %s", async (_, request, answer) => {
    const { settings } = await startEndpoint(() => ({ body: JSON.stringify({ ARN: secretArn }) }));
    const mended = await mending(settings.endpoint)(
      secretsManager("RotateSecret", request),
      async () => answer,
    );
    expect(mended).toEqual(answer);
  });
});

describe("any other call", () => {
  it("is forwarded at once, also while a label is being moved", async () => {
    const { settings } = await startEndpoint(() => ({ body: "{}" }));
    const mend = mending(settings.endpoint);
    const stuck = Promise.withResolvers<Answer>();
    const moving = mend(secretsManager("PutSecretValue"), () => stuck.promise);
    const answers = await Promise.all(
      [secretsManager("GetSecretValue"), aCall({ eventName: "UpdateSecretVersionStage" })].map((call) =>
        mend(call, async () => answered({ forwarded: true })),
      ),
    );
    expect(answers.map(({ body }) => body)).toEqual([{ forwarded: true }, { forwarded: true }]);
    stuck.resolve(answered());
    await moving;
  });
});
