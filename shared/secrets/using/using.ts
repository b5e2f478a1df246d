import type { Clock } from "../cache/index.ts";
import { type Credentials, credentialsSchema, type Secret } from "../secret.ts";
import { type Refusal, refusalIn } from "./refusal.ts";
import type { Renewal } from "./renewal.ts";

/** How long work is tried again. */
export interface UsingOptions {
  /** How long from the first try, in seconds; 30 if absent. */
  deadlineSeconds?: number;
  /** Whether an error of the work says that the login was refused; drivers' own errors are known if absent. */
  isRefused?: (error: unknown) => boolean;
}

/** Makes of a secret what the work takes. */
export interface ReadBy<T> {
  read: (secret: Secret) => T;
}

/** Does something with a secret, and again with a fresh value while the login is refused. */
export interface Using {
  /** Does some work with any kind of secret, such as `{ read: (secret) => secret.text() }`. */
  <T, R>(id: string, work: (value: T) => Promise<R> | R, options: UsingOptions & ReadBy<T>): Promise<R>;
  /**
   * Does some work with a login in the JSON of AWS's database secrets. Only what is refused is done again, so work
   * that logs in first is done once. A 403 is tried again only if there is another value: it may be about a right.
   *
   * @throws what the work threw last, when the deadline is over; any other error of the work at once
   */
  <R>(id: string, work: (credentials: Credentials) => Promise<R> | R, options?: UsingOptions): Promise<R>;
}

const defaultDeadlineSeconds = 30;

/** What using secrets needs. */
interface UsingWorld {
  get: (id: string) => Promise<Secret>;
  renewal: Renewal;
  clock: Clock;
}

/** Makes `using` over a cache. */
export function usingOf({ get, renewal, clock }: UsingWorld): Using {
  return async <R>(
    id: string,
    // The overloads tie what `read` makes to what the work takes.
    work: (value: never) => Promise<R> | R,
    options: UsingOptions & Partial<ReadBy<unknown>> = {},
  ): Promise<R> => {
    const { deadlineSeconds = defaultDeadlineSeconds, isRefused, read = credentialsOf } = options;
    const endMs = clock.monotonicMs() + deadlineSeconds * 1_000;
    const refusalOf = (error: unknown): Refusal => {
      if (!isRefused) return refusalIn(error);
      return isRefused(error) ? "login" : undefined;
    };
    let secret = await get(id);
    for (;;) {
      try {
        return await work(read(secret) as never);
      } catch (error) {
        const refusal = refusalOf(error);
        if (!refusal) throw error;
        const next = await renewal.after(id, secret, endMs);
        if (!next || (refusal === "perhaps" && next.versionId === secret.versionId)) throw error;
        secret = next;
      }
    }
  };
}

function credentialsOf(secret: Secret): Credentials {
  return secret.json(credentialsSchema);
}
