/** A question that is asked once of each name, or names, and answered the same from then on; a failure, too. */
export function askedOnce<Names extends string[], T>(
  ask: (...names: Names) => Promise<T>,
): (...names: Names) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (...names) => {
    const about = names.join(" ");
    const answer = answers.get(about) ?? ask(...names);
    answers.set(about, answer);
    return answer;
  };
}
