import type { LogSource } from "../../../../shared/trail/index.ts";

/** A log with some content, as a file would be. */
export function aLog(name: string, content: string | Buffer, cares: Partial<LogSource> = {}): LogSource {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.length,
    read: async () => bytes,
    stream: async function* () {
      yield bytes;
    },
    ...cares,
  };
}
