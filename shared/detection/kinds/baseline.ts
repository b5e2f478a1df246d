import { medianAbsoluteDeviation, quantile } from "simple-statistics";

/** Hours of a week. */
const week = 168;

/** Weeks that say what is usual now, and those before them, which a slow growth has not reached yet. */
const recentWeeks = [1, 2, 3, 4];
const earlierWeeks = [5, 6, 7, 8, 9, 10, 11, 12];

/** Fewer of the earlier weeks say nothing. */
const fewestEarlier = 4;

/** Where there is no week of the past yet, the days before. */
const recentDays = [1, 2, 3, 4, 5, 6].map((days) => days / 7);

/** So many deviations above what is usual are not chance. */
const deviations = 3;

/** Makes a median absolute deviation one standard deviation of a normal distribution. */
const ofNormal = 1.4826;

/** What an entity's past lets expect of an hour. */
interface Reference {
  expected: number;
  deviation: number;
}

/** Counts of an entity in its past. */
export interface Past {
  /** The hour of its first event, since 1970. */
  firstHour: number;
  /** How many events it had in an hour. */
  countAt(hour: number): number;
}

/**
 * Whether a count is more than an entity's past lets expect, and what that is: by its usual count at this hour of the
 * week, or by what was usual before the last four weeks, so that what grows slowly does not become usual unseen.
 * The medians of weeks leave a burst in one of them out; the hours beside are looked at since clocks are changed.
 *
 * @returns the count that was to be expected, or undefined if the count is not above it
 */
export function exceeds(count: number, hour: number, past: Past, factor: number): number | undefined {
  const recent = reference(hour, recentWeeks, past, 1) ?? reference(hour, recentDays, past, 1);
  const earlier = reference(hour, earlierWeeks, past, fewestEarlier);
  const exceeded = [recent ?? { expected: 0, deviation: 0 }, ...(earlier ? [earlier] : [])].filter(
    ({ expected, deviation }) => count >= factor * expected && count > expected + deviations * deviation,
  );
  return exceeded.length === 0 ? undefined : Math.min(...exceeded.map(({ expected }) => expected));
}

/** The highest of the medians of an hour and of those beside it. */
function reference(
  hour: number,
  weeks: readonly number[],
  { firstHour, countAt }: Past,
  fewest: number,
): Reference | undefined {
  const references = [-1, 0, 1].flatMap((beside): Reference[] => {
    const hours = weeks.map((weeksAgo) => hour - weeksAgo * week + beside).filter((at) => at >= firstHour);
    if (hours.length < fewest) return [];
    const counts = hours.map(countAt);
    // The lower of the two in the middle: of two weeks, the one without the burst.
    return [{ expected: quantile(counts, 0.49), deviation: ofNormal * medianAbsoluteDeviation(counts) }];
  });
  if (references.length === 0) return undefined;
  return references.reduce((one, other) => (other.expected > one.expected ? other : one));
}
