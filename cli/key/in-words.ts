import type { Dependent, Dependents, Evidence, NotLookedAt, Obstacle } from "../../shared/keys/index.ts";
import { untold } from "../../shared/keys/index.ts";
import { localTime, mostOf, numberInWords, principalInWords } from "../audit/words.ts";

/** A dependent on one line, with what is lost with the key. */
export function dependentInWords({ kind, id, part, keyName, loss }: Dependent): string {
  return `${kind} ${id}${part ? ` (${part})` : ""}, by ${keyName}: without the key ${loss}.`;
}

/** Places where nobody looked, on a line for each reason. */
export function notLookedAtInWords(places: readonly NotLookedAt[]): string[] {
  return [...Map.groupBy(places, ({ reason }) => reason)].map(
    ([reason, alike]) => `Not looked at: ${alike.map(placeInWords).join(", ")}: ${reason}`,
  );
}

function placeInWords({ what, items }: NotLookedAt): string {
  const shown = items.slice(0, 3).join(", ");
  const more = items.length > 3 ? ` and ${numberInWords(items.length - 3)} more` : "";
  return shown ? `${what} (${shown}${more})` : what;
}

/** What stands against it, in lines. */
export function obstaclesInWords(obstacles: readonly Obstacle[]): string[] {
  const unseen = obstacles.flatMap((one) => (one.kind === "not looked at" ? [one.place] : []));
  const others = obstacles.flatMap((one) => (one.kind === "not looked at" ? [] : [obstacleInWords(one)]));
  return [...others, ...notLookedAtInWords(unseen)];
}

function obstacleInWords(obstacle: Exclude<Obstacle, { kind: "not looked at" }>): string {
  switch (obstacle.kind) {
    case "dependent":
      return dependentInWords(obstacle.dependent);
    case "use": {
      const { use } = obstacle;
      const refused =
        use.failed > 0 ? `, ${numberInWords(use.failed)} of them refused for the key's state` : "";
      return `${principalInWords(use).join(" ")} used it: ${mostOf(use.operations).join(", ")}${refused}, last ${localTime(use.last)}.`;
    }
    case "last usage":
      return `KMS remembers a use: ${obstacle.operation} at ${localTime(obstacle.at)}.`;
    case "quiet time":
      return obstacle.since && obstacle.until
        ? `It is out of use only since ${localTime(obstacle.since)}: wait until ${localTime(obstacle.until)}.`
        : "The trail does not tell since when it is out of use.";
    case "trail":
      return `The trail could not be read to its end: ${obstacle.problem}`;
  }
}

/** What of the evidence stands against nothing, and is to be known all the same. */
export function remarksOn({ dependents, lastUsage, trail }: Evidence, told: readonly Obstacle[]): string[] {
  const { found, notLookedAt } = dependents;
  const isTold = told.some(({ kind }) => kind === "not looked at");
  return [
    ...trail.notes,
    ...found
      .filter(({ namedAs }) => namedAs === "replica")
      .map(
        ({ kind, id, keyName }) => `${kind} ${id} names the replica ${keyName}, and can do without this key.`,
      ),
    ...(isTold ? [] : notLookedAtInWords(notLookedAt)),
    ...(lastUsage.known === "notLookedAt" ? [`KMS was not asked for the last use: ${lastUsage.reason}`] : []),
    `No list tells of ${untold.join("; ")}.`,
  ];
}

/** What depends on a key, as a list with what is lost with it. */
export function lossInWords({ found }: Dependents): string[] {
  const own = found.filter(({ namedAs }) => namedAs === "key");
  return own.length > 0 ? own.map(dependentInWords) : ["Nothing is known that depends on it."];
}
