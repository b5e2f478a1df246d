import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { debianProgram } from "../debian/index.ts";
import { mariadbPlugins } from "./mariadb-plugins.ts";
import { flags, type RunningServer, type ServerOptions, startServer } from "./server.ts";

const execute = promisify(execFile);

/** The packages of the server without its service; the second has a program that the set-up calls. */
const packages = ["mariadb-server-core", "mariadb-client-core"];

/**
 * Starts a MariaDB server.
 *
 * @param options `plugins` whether it can load those of Debian's package mariadb-server, such as the ones that
 *   judge passwords; none is active
 */
export async function startMariadb(
  options: ServerOptions & { plugins?: boolean } = {},
): Promise<RunningServer> {
  await debianProgram("my_print_defaults", packages);
  const installer = await debianProgram("mariadb-install-db", packages);
  return startServer(
    {
      name: "MariaDB",
      file: await debianProgram("mariadbd", packages),
      initialise: async (folders) => {
        await execute(installer, [
          ...flags({ ...folders, auth_root_authentication_method: "normal" }),
          "--skip-test-db",
        ]);
      },
      settings: options.plugins ? { plugin_dir: await mariadbPlugins() } : {},
      withoutTls: { skip_ssl: "1" },
    },
    options,
  );
}
