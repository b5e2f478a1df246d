import { clientSettings } from "../../../local/client-settings.ts";
import type { DependentClients } from "../../../shared/keys/dependents/index.ts";
import { serviceClients } from "../../../shared/keys/dependents/service-clients.ts";

/** Clients of an endpoint of this machine. */
export function dependentClients(endpoint: string): DependentClients {
  return serviceClients({ ...clientSettings(endpoint), maxAttempts: 1 });
}
