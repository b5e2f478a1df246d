import { describe, expect, it } from "vitest";
import { settingsFrom } from "../../../../functions/notify/settings.ts";

const required = {
  TABLE_NAME: "rekey-test",
  TOPIC_ARN: "arn:aws:sns:eu-central-1:111122223333:rekey-alerts",
  TOPIC_SEVERITY: "INFORMATIONAL",
  SLACK_SEVERITY: "HIGH",
  TEAMS_SEVERITY: "CRITICAL",
  SECURITY_HUB: "off",
  SECURITY_HUB_SEVERITY: "LOW",
  FINDINGS_BUS_SEVERITY: "MEDIUM",
  CLOSINGS: "true",
  FIRST_RETRY_SECONDS: "30",
};

/** As the template sets them where its parameters are not given. */
const notGiven = {
  SLACK_SECRET: "",
  SLACK_HOSTS: "",
  TEAMS_SECRET: "",
  TEAMS_HOSTS: "",
  FINDINGS_BUS: "",
};

describe("the settings of notify", () => {
  it("come from the environment; without more, findings go to the topic alone", () => {
    expect(settingsFrom({ ...required, ...notGiven, HOME: "/root" })).toEqual({
      tableName: "rekey-test",
      closings: true,
      firstRetrySeconds: 30,
      topic: { arn: required.TOPIC_ARN, minimumSeverity: "INFORMATIONAL" },
      slack: {
        secret: undefined,
        hosts: ["hooks.slack.com", "hooks.slack-gov.com"],
        minimumSeverity: "HIGH",
      },
      teams: { secret: undefined, hosts: expect.any(Array), minimumSeverity: "CRITICAL" },
      securityHub: { on: false, minimumSeverity: "LOW" },
      bus: { name: undefined, minimumSeverity: "MEDIUM" },
    });
  });

  it("name the further destinations", () => {
    const settings = settingsFrom({
      ...required,
      SLACK_SECRET: "rekey/slack",
      SLACK_HOSTS: "one.example,two.example",
      TEAMS_SECRET: "rekey/teams",
      SECURITY_HUB: "on",
      FINDINGS_BUS: "security",
      CLOSINGS: "false",
    });
    expect(settings).toMatchObject({
      closings: false,
      slack: { secret: "rekey/slack", hosts: ["one.example", "two.example"] },
      teams: { secret: "rekey/teams" },
      securityHub: { on: true },
      bus: { name: "security" },
    });
  });

  it.each(Object.keys(required))("are refused without %s, naming it", (name) => {
    expect(() => settingsFrom({ ...required, [name]: undefined })).toThrow(name);
    expect(() => settingsFrom({ ...required, [name]: "" })).toThrow(name);
  });

  it.each([
    ["SLACK_SEVERITY", "high"],
    ["SECURITY_HUB", "yes"],
    ["CLOSINGS", "sometimes"],
    ["FIRST_RETRY_SECONDS", "0"],
  ])("are refused with %s=%s", (name, value) => {
    expect(() => settingsFrom({ ...required, [name]: value })).toThrow(name);
  });
});
