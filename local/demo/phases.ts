import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as z from "zod";
import type { ClientSettings } from "../client-settings.ts";
import { waitFor } from "../wait-for.ts";

const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

const phaseLine = z.object({
  message: z.literal("phase ended"),
  step: z.string(),
  versionId: z.string(),
  durationMs: z.number(),
});

/** How long the deployed function needed for each phase of one version's rotation, from its own log. */
export async function phasesOf(
  settings: ClientSettings,
  logGroupName: string,
  versionId: string,
): Promise<Record<string, number>> {
  const logs = new CloudWatchLogsClient(settings);
  return waitFor(
    async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      const lines = events
        .flatMap((event) => parse(event.message))
        .filter((line) => line.versionId === versionId);
      const durations = Object.fromEntries(lines.map((line) => [line.step, Math.round(line.durationMs)]));
      return phases.every((phase) => phase in durations)
        ? Object.fromEntries(phases.map((phase) => [phase, durations[phase] ?? 0]))
        : undefined;
    },
    { what: `the four phases of version ${versionId} in ${logGroupName}`, seconds: 30 },
  );
}

function parse(message: string | undefined): z.infer<typeof phaseLine>[] {
  return (message ?? "").split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const parsed = phaseLine.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  });
}
