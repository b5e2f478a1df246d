import type { PasswordCredential } from "../../credential.ts";
import type { Engine } from "../../engine.ts";
import { maximumUsernameBytes, parseOracleCredential } from "./credential.ts";
import { logIn } from "./log-in.ts";
import { nextOraclePassword } from "./password.ts";
import { differences, reconcile } from "./second-user.ts";
import { setPassword } from "./set-password.ts";

/**
 * Oracle Database from 12.2, by the driver's thin mode. It is tested with the real driver up to the listener, and with
 * a model of the catalogue behind the statements; it is untested against a real server.
 *
 * The second user gets system, object and column privileges, roles and default roles, quotas, proxy rights, profile,
 * tablespaces, and the first one's synonyms. Not copied are network ACLs, Java permissions, consumer groups of the
 * resource manager, and policies that name the user.
 */
export const oracle: Engine<PasswordCredential> = {
  strategies: ["single-user", "alternating-users"],
  parse: parseOracleCredential,
  next: nextOraclePassword,
  logIn,
  singleUser: { set: setPassword },
  alternatingUsers: { maximumUsernameBytes, suffix: "_CLONE", reconcile, differences },
};
