import { describe, expect, it } from "vitest";
import { settingsFrom } from "../../../../functions/detect/settings.ts";

const environment = {
  TABLE_NAME: "rekey-test",
  EVENT_BUS_NAME: "rekey-test",
  DEAD_LETTER_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/111122223333/dead-letters",
  KMS_REQUEST_THRESHOLD: "10000",
  SECRET_READ_THRESHOLD: "100",
};

describe("the settings of detect", () => {
  it("come from the environment, the thresholds as numbers", () => {
    expect(settingsFrom({ ...environment, HOME: "/root" })).toMatchObject({
      tableName: "rekey-test",
      eventBusName: "rekey-test",
      deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL,
      detection: { thresholds: { "kms-request-rate": 10_000, "secret-read-rate": 100 } },
    });
  });

  it.each(Object.keys(environment))("are refused without %s, naming it", (name) => {
    expect(() => settingsFrom({ ...environment, [name]: undefined })).toThrow(name);
    expect(() => settingsFrom({ ...environment, [name]: "" })).toThrow(name);
  });

  it.each(["0", "-1", "1.5", "many", "NaN", "Infinity"])(
    "are refused with a threshold of %s",
    (threshold) => {
      expect(() => settingsFrom({ ...environment, KMS_REQUEST_THRESHOLD: threshold })).toThrow(
        "KMS_REQUEST_THRESHOLD",
      );
      expect(() => settingsFrom({ ...environment, SECRET_READ_THRESHOLD: threshold })).toThrow(
        "SECRET_READ_THRESHOLD",
      );
    },
  );
});
