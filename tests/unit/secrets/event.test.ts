import fc from "fast-check";
import { expect, test } from "vitest";
import { aCache, arnOf } from "./a-source.ts";

const event = (detail: object, source = "aws.secretsmanager") => ({
  source,
  "detail-type": "AWS API Call via CloudTrail",
  detail,
});

async function isReadAnew(happened: unknown): Promise<boolean> {
  const { secrets, source } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  secrets.onEvent(happened);
  await secrets.get("prod/db");
  return source.calls.length > 1;
}

test.each([
  {
    eventName: "RotationSucceeded",
    requestParameters: null,
    additionalEventData: { SecretId: arnOf("prod/db") },
  },
  { eventName: "PutSecretValue", requestParameters: { secretId: "prod/db" } },
  { eventName: "UpdateSecretVersionStage", requestParameters: { secretId: arnOf("prod/db") } },
  { eventName: "DeleteSecret", requestParameters: { secretId: "prod/db" } },
])("after $eventName the secret is read anew", async (detail) => {
  expect(await isReadAnew(event(detail))).toBe(true);
  expect(await isReadAnew(JSON.stringify(event(detail)))).toBe(true);
});

test.each([
  ["a read", event({ eventName: "GetSecretValue", requestParameters: { secretId: "prod/db" } })],
  [
    "a call that was refused",
    event({
      eventName: "PutSecretValue",
      errorCode: "AccessDenied",
      requestParameters: { secretId: "prod/db" },
    }),
  ],
  ["another secret", event({ eventName: "PutSecretValue", requestParameters: { secretId: "prod/other" } })],
  [
    "another service",
    event({ eventName: "PutSecretValue", requestParameters: { secretId: "prod/db" } }, "aws.kms"),
  ],
  ["text that is no JSON", "{"],
])("%s changes nothing", async (_, happened) => {
  expect(await isReadAnew(happened)).toBe(false);
});

test("whatever comes as an event, nothing breaks", () => {
  const { secrets } = aCache();
  const events = fc.oneof(fc.anything(), fc.string());
  fc.assert(
    fc.property(events, (anything) => {
      expect(secrets.onEvent(anything)).toEqual([]);
    }),
  );
});
