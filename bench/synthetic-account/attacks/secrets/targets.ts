import type { Application, Secret } from "../../account/index.ts";
import type { Scene } from "../attack.ts";

/** Secrets of applications in the account's first region, in a chance order, and none of one's own. */
export function secretsOfOthers({ account, random }: Scene, count: number, own?: Application): Secret[] {
  const mine = new Set(own?.secrets.map(({ secret }) => secret));
  const all = account.secrets.filter(
    ({ region, name }) => region === "eu-central-1" && name.startsWith("prod/"),
  );
  const open = all.filter((secret) => !mine.has(secret));
  return Array.from({ length: Math.min(count, open.length) }, () => {
    const [taken] = open.splice(random.whole(0, open.length - 1), 1);
    if (!taken) throw new RangeError("There are no secrets left to take.");
    return taken;
  });
}

/** One secret of an application. */
export function aSecret(scene: Scene): Secret {
  const [secret] = secretsOfOthers(scene, 1);
  if (!secret) throw new RangeError("The account has no secret of an application.");
  return secret;
}
