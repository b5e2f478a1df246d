import { nameInFindings, workload } from "../../account/index.ts";
import { getSecretValue } from "../../records/secrets-manager.ts";
import { day, type Timed } from "../../stream/timed.ts";
import type { Attack, Scene } from "../attack.ts";
import { anApplication } from "../intruders.ts";
import { repeated } from "../repeated.ts";

/** How much more each day has than the one before. */
const growth = 1.2;

/** Reads of the measured day, beside those that the application does anyway. */
const mostReads = 600;

export const secretReadsGrow: Attack = {
  id: "secret-reads-grow",
  title: "A program reads its own secret a little more often each day, until it is some hundred times a day",
  technique: "T1555.006",
  behaviours: ["secret-reads-grow"],
  lasts: day,
  plan: (scene) => {
    const { measured, account } = scene;
    const application = anApplication(scene, "ecs");
    const [own] = application.secrets;
    if (!own) throw new RangeError(`${application.name} has no secret.`);
    return {
      records: growing(scene, application),
      principals: [application.role.arn],
      resources: [nameInFindings(own.secret)],
      from: Math.max(account.period.from, measured.from - 7 * day),
      until: measured.until,
    };
  },
};

function* growing(
  { account, random, measured }: Scene,
  application: ReturnType<typeof anApplication>,
): Generator<Timed> {
  const [own] = application.secrets;
  if (!own) return;
  for (let start = account.period.from; start < measured.until; start += day) {
    const reads = Math.floor(mostReads / growth ** ((measured.from - start) / day));
    const caller = workload(random, application, start);
    if (reads > 0)
      yield* repeated(random, start, day, reads, (at) => getSecretValue(random, at, caller, own.secret));
  }
}
