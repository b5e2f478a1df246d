import type { Finding } from "../finding.ts";
import { clip } from "./clip.ts";

/** Longest texts that are tried, one after the other; with the last, everything fits. */
const lengths = [1_024, 512, 256, 128, 64] as const;

/** As many resources as these are named, of texts of such a length. */
const resourcesAt = (length: number) => Math.max(2, Math.floor(length / 64));

/**
 * A finding that a destination has room for: as it is, or with its long texts cut and resources left out as far as
 * need be. Whoever makes calls writes a part of it, such as names of secrets, and must not be able to make an alert
 * too large to be sent.
 *
 * @param hasRoom whether the destination takes it
 */
export function fitInto(finding: Finding, hasRoom: (finding: Finding) => boolean): Finding {
  let fitted = finding;
  for (const length of lengths) {
    if (hasRoom(fitted)) break;
    fitted = withTextsOf(finding, length);
  }
  return fitted;
}

function withTextsOf(finding: Finding, length: number): Finding {
  const short = (text: string) => clip(text, length);
  return {
    ...finding,
    title: short(finding.title),
    why: short(finding.why),
    remedy: short(finding.remedy),
    entity: short(finding.entity),
    principal: short(finding.principal),
    eventName: short(finding.eventName),
    sourceIPAddress: short(finding.sourceIPAddress),
    userAgent: short(finding.userAgent),
    resources: finding.resources.slice(0, resourcesAt(length)).map(short),
  };
}
