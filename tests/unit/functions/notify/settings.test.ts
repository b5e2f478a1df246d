import { describe, expect, it } from "vitest";
import { settingsFrom } from "../../../../functions/notify/settings.ts";

const environment = {
  TABLE_NAME: "rekey-test",
  TOPIC_ARN: "arn:aws:sns:eu-central-1:111122223333:rekey-alerts",
};

describe("the settings of notify", () => {
  it("come from the environment", () => {
    expect(settingsFrom({ ...environment, HOME: "/root" })).toEqual({
      tableName: "rekey-test",
      topicArn: environment.TOPIC_ARN,
    });
  });

  it.each(Object.keys(environment))("are refused without %s, naming it", (name) => {
    expect(() => settingsFrom({ ...environment, [name]: undefined })).toThrow(name);
    expect(() => settingsFrom({ ...environment, [name]: "" })).toThrow(name);
  });
});
