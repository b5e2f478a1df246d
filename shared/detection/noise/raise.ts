import { type Severity, type Signal, severities } from "../../findings/index.ts";
import type { DetectionSettings } from "../settings.ts";
import type { Candidate } from "../to-signal.ts";
import type { Allowance } from "./allow.ts";
import { type Tags, type TagsOf, tagMatcherOf } from "./tags.ts";

/** Answers the last questions about what was found: whether its tags make it expected, and how severe it is. */
export type Raise = (candidates: readonly Candidate[]) => Promise<Signal[]>;

/**
 * @param tagsOf absent where tags cannot be looked up: then none are there
 * @param onFailure is told why tags could not be read; nothing is lost by it
 */
export function raiser(
  settings: Pick<DetectionSettings, "raise">,
  allowances: readonly Allowance[],
  tagsOf: TagsOf | undefined,
  onFailure: (error: unknown) => void,
): Raise {
  const byTags = allowances.filter(({ tagged }) => tagged !== undefined);
  const raises = settings.raise.map(({ tag, by }) => ({ has: tagMatcherOf([tag]), by }));
  if (!tagsOf || (byTags.length === 0 && raises.length === 0))
    return async (candidates) => candidates.map(({ signal }) => signal);

  const tagsFor = async ({ signal, entity }: Candidate): Promise<Tags[]> => {
    const resources = [...new Set([entity, ...signal.resources])];
    const tags = await Promise.all(
      resources.map((resource) =>
        tagsOf(resource).catch((error: unknown) => {
          onFailure(error);
          return undefined;
        }),
      ),
    );
    return tags.filter((each) => each !== undefined);
  };
  return async (candidates) => {
    const raised = await Promise.all(
      candidates.map(async (candidate): Promise<Signal[]> => {
        const tags = await tagsFor(candidate);
        const call = { ...candidate.signal, ...candidate, time: candidate.signal.lastSeen };
        const allowed = byTags.some(
          ({ concerns, covers, tagged }) =>
            concerns(call.ruleId) && covers(call) && tags.some((each) => tagged?.(each)),
        );
        if (allowed) return [];
        const steps = raises.filter(({ has }) => tags.some(has)).reduce((sum, { by }) => sum + by, 0);
        return [{ ...candidate.signal, severity: raisedBy(candidate.signal.severity, steps) }];
      }),
    );
    return raised.flat();
  };
}

function raisedBy(severity: Severity, steps: number): Severity {
  const at = Math.min(severities.indexOf(severity) + steps, severities.length - 1);
  return severities[at] ?? severity;
}
