import {
  type AuditEngine,
  ask,
  copyEngine,
  logsEngine,
  parseResource,
  whoUsed,
} from "../../shared/audit/index.ts";
import { sourcesOf } from "../../shared/trail/index.ts";
import { measure } from "./measure.ts";

const period = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2027-03-01T00:00:00Z") };

async function usesOf(key: string, engine: AuditEngine): Promise<number> {
  const { answer, problems } = await ask(engine, whoUsed(parseResource(key)), period);
  const [problem] = problems;
  if (problem) throw problem;
  return answer.uses.reduce((sum, { count }) => sum + count, 0);
}

/** The question as Rekey answers it, without its command line. */
await measure(
  {
    logs: async (folder, key) => {
      const s3 = () => {
        throw new Error("All files are on this machine.");
      };
      return usesOf(key, logsEngine(await sourcesOf([folder], { ...period, s3 })));
    },
    copy: (folder, key) => usesOf(key, copyEngine(folder)),
  },
  async () => {
    await import("@duckdb/node-api");
  },
);
