/** Texts longer than this are not remembered: some are written by whoever makes the call. */
const longestText = 1_024;

/** So many answers are remembered at the most; beyond it all are forgotten, and learned anew as they are needed. */
const mostAnswers = 1_000;

/**
 * A function that remembers what it said of a text. The same addresses and user agents come in record after record, and
 * what is to be told of one costs more than to find it again.
 */
export function remembered<R>(answer: (text: string) => R): (text: string) => R {
  const known = new Map<string, { answer: R }>();
  return (text) => {
    const before = known.get(text);
    if (before) return before.answer;
    const given = answer(text);
    if (known.size >= mostAnswers) known.clear();
    if (text.length <= longestText) known.set(text, { answer: given });
    return given;
  };
}
