import { accountOf, type CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { byCloudFormation, lastPart, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** What may be done to one kind of Rekey's own parts. */
interface Part {
  id: string;
  title: string;
  description: string;
  source: string;
  /** What each call does, in words that go on a sentence. */
  does: Readonly<Record<string, string>>;
  /** Names, ARNs or URLs of the parts that a call is about. */
  namesIn(record: CloudTrailRecord): readonly string[];
  remedy: string;
}

/**
 * Finds who lays hands on Rekey's own parts: who blinds what watches sees no alarm. A deployment does so through
 * CloudFormation, and that alone is left out.
 */
export function tampering(
  { source, does, namesIn, ...part }: Part,
  { stackPrefix }: DetectionSettings,
): MatchDetection {
  const own = (record: CloudTrailRecord) =>
    namesIn(record)
      .map(lastPart)
      .find((name) => name.startsWith(stackPrefix));
  return {
    ...part,
    technique: "T1562.001",
    severity: "HIGH",
    kind: "match",
    countsOwnStack: true,
    wants: [{ source, names: Object.keys(does) }],
    matches: (record) => succeeded(record) && !byCloudFormation(record) && own(record) !== undefined,
    entity: (record) => {
      const name = own(record);
      return name && `${accountOf(record)}/${record.awsRegion}/${name}`;
    },
    resources: namesIn,
    why: (record) => `${who(record)} ${does[record.eventName]}: ${own(record)}, a part of Rekey.`,
  };
}
