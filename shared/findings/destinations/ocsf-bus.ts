import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { arnsOf, fittedEntry } from "../event-bus.ts";
import type { Finding } from "../finding.ts";
import { toOcsf } from "../formats/ocsf.ts";
import { DeliveryError } from "./delivery-error.ts";

/**
 * Puts a finding on another event bus, in OCSF, for tools that know that and not Rekey.
 *
 * @param bus its name, or its ARN in another account
 * @param productVersion Rekey's
 * @throws DeliveryError if the bus does not take it
 */
export async function sendToBus(
  client: EventBridgeClient,
  bus: string,
  finding: Finding,
  productVersion: string,
): Promise<void> {
  const { Entries = [], FailedEntryCount = 0 } = await client.send(
    new PutEventsCommand({
      Entries: [
        fittedEntry(finding, (fitted) => ({
          EventBusName: bus,
          Source: "rekey",
          DetailType: "OCSF Detection Finding",
          Detail: JSON.stringify(toOcsf(fitted, productVersion)),
          Resources: arnsOf(fitted),
        })),
      ],
    }),
  );
  if (FailedEntryCount > 0)
    throw new DeliveryError(
      `The bus did not take the finding: ${Entries[0]?.ErrorCode ?? "no reason given"}.`,
    );
}
