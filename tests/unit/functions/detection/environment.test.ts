import { describe, expect, it } from "vitest";
import { environmentFrom } from "../../../../functions/detection/environment.ts";

const environment = {
  TABLE_NAME: "rekey-test",
  EVENT_BUS_NAME: "rekey-test",
  DETECTION_SETTINGS_PARAMETER: "/rekey-test/detection",
  KMS_REQUEST_THRESHOLD: "10000",
  SECRET_READ_THRESHOLD: "100",
};

describe("the environment of the functions that evaluate detections", () => {
  it("come from the environment, the thresholds as numbers", () => {
    expect(environmentFrom({ ...environment, HOME: "/root" })).toMatchObject({
      tableName: "rekey-test",
      eventBusName: "rekey-test",
      settingsParameter: "/rekey-test/detection",
      thresholds: { "kms-request-rate": 10_000, "secret-read-rate": 100 },
    });
  });

  it.each(Object.keys(environment))("are refused without %s, naming it", (name) => {
    expect(() => environmentFrom({ ...environment, [name]: undefined })).toThrow(name);
    expect(() => environmentFrom({ ...environment, [name]: "" })).toThrow(name);
  });

  it.each(["0", "-1", "1.5", "many", "NaN", "Infinity"])(
    "are refused with a threshold of %s",
    (threshold) => {
      expect(() => environmentFrom({ ...environment, KMS_REQUEST_THRESHOLD: threshold })).toThrow(
        "KMS_REQUEST_THRESHOLD",
      );
      expect(() => environmentFrom({ ...environment, SECRET_READ_THRESHOLD: threshold })).toThrow(
        "SECRET_READ_THRESHOLD",
      );
    },
  );
});
