import { afterAll, beforeAll, describe } from "vitest";
import { debianBinaries, type PostgresOptions, startPostgres } from "../../../local/postgres/index.ts";
import { type World, worldOf } from "./world.ts";

/** An old and a new version; in between, PostgreSQL 16 changed what a membership is. */
const versions = [
  { version: "PostgreSQL 15", binaries: () => debianBinaries(15) },
  { version: "PostgreSQL 18", binaries: () => undefined },
];

/**
 * The same tests at a server of each version, without TLS: that is another test's business.
 *
 * @param what is tested, in words
 * @param tests get a function that returns what they do at the server, once it runs
 * @param options how the servers are started otherwise
 */
export function describeVersions(
  what: string,
  tests: (world: () => World) => void,
  options: PostgresOptions = {},
): void {
  describe.each(versions)(`${what} of $version`, ({ binaries }) => {
    let world: World | undefined;

    beforeAll(async () => {
      const folder = await binaries();
      world = await worldOf(
        await startPostgres({ tls: false, ...options, ...(folder ? { binaries: folder } : {}) }),
      );
    });
    afterAll(() => world?.stop());

    tests(() => {
      if (world) return world;
      throw new Error("The server does not run.");
    });
  });
}
