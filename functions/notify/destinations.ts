import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SNSClient } from "@aws-sdk/client-sns";
import { makeClient } from "../../shared/aws/index.ts";
import {
  type Audience,
  type Finding,
  importIntoSecurityHub,
  postToWebhook,
  sendToBus,
  sendToTopic,
  toSlack,
  toTeams,
} from "../../shared/findings/index.ts";
import type { NotifySettings } from "./settings.ts";
import { webhookUrl } from "./webhook-url.ts";

/** Milliseconds until a chat must have answered. */
const timeoutMs = 10_000;

const productVersion = "0.1.0";

/** Where findings go, and which of them. */
export interface Destination {
  audience: Audience;
  send(finding: Finding, accountId: string): Promise<void>;
}

/** The destinations that are configured, by the name that the queue of each ends in. */
export function destinations(settings: NotifySettings): Map<string, Destination> {
  const { closings, topic, slack, teams, securityHub, bus } = settings;
  const people = ({ minimumSeverity }: Pick<Audience, "minimumSeverity">): Audience => ({
    kind: "people",
    minimumSeverity,
    closings,
  });
  const programs = ({ minimumSeverity }: Pick<Audience, "minimumSeverity">): Audience => ({
    kind: "programs",
    minimumSeverity,
    closings: true,
  });
  const all = new Map<string, Destination>();

  const sns = makeClient(SNSClient);
  all.set("topic", { audience: people(topic), send: (finding) => sendToTopic(sns, topic.arn, finding) });

  const chat = (
    name: string,
    { secret, hosts }: NotifySettings["slack"],
    format: (finding: Finding) => object,
  ) => {
    if (!secret) return undefined;
    const options = { name, hosts, timeoutMs, now: () => new Date() };
    return async (finding: Finding) => postToWebhook(await webhookUrl(secret), format(finding), options);
  };
  const toSlackChannel = chat("Slack", slack, toSlack);
  if (toSlackChannel) all.set("slack", { audience: people(slack), send: toSlackChannel });
  const toTeamsChannel = chat("Teams", teams, toTeams);
  if (toTeamsChannel) all.set("teams", { audience: people(teams), send: toTeamsChannel });

  if (securityHub.on) {
    const client = makeClient(SecurityHubClient);
    all.set("security-hub", {
      audience: programs(securityHub),
      send: async (finding, accountId) =>
        importIntoSecurityHub(client, [finding], { accountId, region: await client.config.region() }),
    });
  }
  const { name } = bus;
  if (name) {
    const client = makeClient(EventBridgeClient);
    all.set("bus", {
      audience: programs(bus),
      send: (finding) => sendToBus(client, name, finding, productVersion),
    });
  }
  return all;
}
