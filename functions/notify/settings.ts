import * as z from "zod";
import { severities, slackHosts, teamsHosts } from "../../shared/findings/index.ts";

/** Empty where the template's parameter is not given. */
const optional = z
  .string()
  .optional()
  .transform((value) => value || undefined);

const hosts = (usual: readonly string[]) =>
  z
    .string()
    .default("")
    .transform((value) => (value === "" ? usual : value.split(",")));

const severity = z.enum(severities);

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  TOPIC_ARN: z.string().min(1),
  TOPIC_SEVERITY: severity,
  SLACK_SECRET: optional,
  SLACK_SEVERITY: severity,
  SLACK_HOSTS: hosts(slackHosts),
  TEAMS_SECRET: optional,
  TEAMS_SEVERITY: severity,
  TEAMS_HOSTS: hosts(teamsHosts),
  SECURITY_HUB: z.enum(["on", "off"]),
  SECURITY_HUB_SEVERITY: severity,
  FINDINGS_BUS: optional,
  FINDINGS_BUS_SEVERITY: severity,
  CLOSINGS: z.enum(["true", "false"]),
  FIRST_RETRY_SECONDS: z.coerce.number().positive(),
});

/**
 * Reads the settings from the function's environment.
 *
 * @throws ZodError naming the variable that is missing or wrong
 */
export function settingsFrom(environment: NodeJS.ProcessEnv) {
  const given = environmentSchema.parse(environment);
  return {
    tableName: given.TABLE_NAME,
    /** Whether people are told that a finding is over. */
    closings: given.CLOSINGS === "true",
    /** How long to wait before the second attempt; each further wait is twice as long. */
    firstRetrySeconds: given.FIRST_RETRY_SECONDS,
    topic: { arn: given.TOPIC_ARN, minimumSeverity: given.TOPIC_SEVERITY },
    slack: { secret: given.SLACK_SECRET, hosts: given.SLACK_HOSTS, minimumSeverity: given.SLACK_SEVERITY },
    teams: { secret: given.TEAMS_SECRET, hosts: given.TEAMS_HOSTS, minimumSeverity: given.TEAMS_SEVERITY },
    securityHub: { on: given.SECURITY_HUB === "on", minimumSeverity: given.SECURITY_HUB_SEVERITY },
    bus: { name: given.FINDINGS_BUS, minimumSeverity: given.FINDINGS_BUS_SEVERITY },
  };
}

/** How the function is configured. */
export type NotifySettings = ReturnType<typeof settingsFrom>;
