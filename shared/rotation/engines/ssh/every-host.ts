import { AuthenticationError } from "../../errors.ts";
import type { SshCredential, SshHost } from "./credential.ts";

/**
 * Does the same at every host, at all of them at once, and waits for each: those that can be done are done, and a
 * repetition does the rest.
 *
 * @throws the error of one that failed; a refused login only if no host has another failure, since it says the most
 */
export async function atEveryHost(
  { hosts }: SshCredential,
  work: (host: SshHost) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(hosts.map(work));
  const errors = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  const error = errors.find((one) => !(one instanceof AuthenticationError)) ?? errors[0];
  if (error instanceof Error && errors.length > 1) {
    error.message = `${error.message} ${errors.length} of ${hosts.length} hosts failed.`;
  }
  if (error !== undefined) throw error;
}
