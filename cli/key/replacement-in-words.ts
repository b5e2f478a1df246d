import { type Replacement, stageInWords } from "../../shared/keys/index.ts";
import { localTime } from "../audit/words.ts";
import { durationInWords } from "./duration.ts";

/** How many of a kind are named to people; `--json` has more. */
const mostNamed = 20;

/** How far a replacement is, or its report, for people. */
export function replacementInWords(replacement: Replacement): string[] {
  const { oldKey, newKey, aliases, stage, blocked, paused, done, unlabelled, direction } = replacement;
  return [
    `${aliases.join(", ") || replacement.alias}: ${stageInWords[stage]}`,
    ...(paused ? ["It is paused: rekey key replace … --resume"] : []),
    ...(blocked === undefined ? [] : [`It waits for you: ${blocked}`]),
    `Old key: ${oldKey.arn}`,
    `New key: ${newKey?.arn ?? "not there yet"}`,
    `Re-encrypted under the ${direction === "forward" ? "new" : "old"} key: ${done.secrets} secrets, ${done.parameters} parameters, ${done.objects} objects; ${done.buckets} buckets have it as their default.`,
    ...listed(done.names, (name) => name),
    ...left(replacement),
    ...(unlabelled.secretVersions + unlabelled.parameterVersions > 0
      ? [
          `Without a label, and left: ${unlabelled.secretVersions} versions of secrets, ${unlabelled.parameterVersions} of parameters.`,
        ]
      : []),
    ...watched(replacement),
    ...replacement.notes,
  ];
}

function left({ left, leftCount }: Replacement): string[] {
  if (leftCount === 0) return [];
  return [
    `Only the old key decrypts ${leftCount} more:`,
    ...listed(left, ({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
  ];
}

function watched(replacement: Replacement): string[] {
  const { users, quietSince, settings, disabledAt, deletionAt, stage } = replacement;
  return [
    ...(users.length > 0 ? ["Who used the old key since then:"] : []),
    ...listed(
      users,
      ({ principal, service, operations, count, last }) =>
        `${principal}${service === undefined ? "" : ` through ${service}`}: ${operations.join(", ")}, ${count} times, last ${localTime(last)}`,
    ),
    ...(stage === "watch" && quietSince !== undefined
      ? [
          `Quiet since ${localTime(quietSince)}; it is disabled after ${durationInWords(settings.quietForSeconds * 1_000)}.`,
        ]
      : []),
    ...(disabledAt === undefined ? [] : [`Disabled ${localTime(disabledAt)}.`]),
    ...(deletionAt === undefined
      ? []
      : [`KMS deletes it ${localTime(deletionAt)}; until then: rekey key replace … --undo`]),
  ];
}

function listed<T>(all: readonly T[], inWords: (one: T) => string): string[] {
  const more = all.length - mostNamed;
  return [
    ...all.slice(0, mostNamed).map((one) => `  ${inWords(one)}`),
    ...(more > 0 ? [`  and ${more} more: --json`] : []),
  ];
}
