import type { Caller } from "./api-call.ts";
import { onBehalf } from "./identities.ts";

const made = new WeakMap<Caller, Map<string, Caller>>();

/** A caller as the records show it of calls that a service makes for it. */
export function throughService(caller: Caller, service: string): Caller {
  const services = made.get(caller) ?? new Map<string, Caller>();
  const known = services.get(service);
  if (known) return known;
  const through = {
    identity: onBehalf(caller.identity, service),
    sourceIPAddress: service,
    userAgent: service,
  };
  made.set(caller, services.set(service, through));
  return through;
}
