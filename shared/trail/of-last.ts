/**
 * A function that remembers what it said last: detections ask the same of a record, one after the other, before they
 * come to the next. A record is not to be changed meanwhile.
 */
export function ofLast<A extends object, R>(answer: (about: A) => R): (about: A) => R {
  let last: A | undefined;
  let said: R;
  return (about) => {
    if (about !== last) {
      said = answer(about);
      last = about;
    }
    return said;
  };
}
