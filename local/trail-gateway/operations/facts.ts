/**
 * Fields that a record shows, by the API's own names. A name alone is a text, a number, a boolean or a list of
 * these; a name with fields is a structure or a list of structures; `"map"` is a structure whose keys are the
 * caller's own.
 */
export type Fields = readonly (string | { readonly [name: string]: Fields | "map" })[];

/**
 * What CloudTrail keeps of an operation's parameters and answer. Only what is listed is kept, at every depth: a
 * field that nobody thought of, and every value, plaintext or ciphertext, stays out.
 */
export interface OperationFacts {
  readOnly: boolean;
  /** What `requestParameters` shows. */
  request: Fields;
  /** What `responseElements` shows; read-only operations show nothing. */
  response: Fields;
  /** Parameters that are shown with this value where the caller leaves them out. */
  defaults?: Readonly<Record<string, unknown>>;
  /** Parameters that are shown without their value. */
  hidden?: readonly string[];
  /** Fields of the request or the answer that are shown as `additionalEventData`. */
  additional?: Fields;
}

/** An operation that changes nothing. */
export function read(...request: Fields): OperationFacts {
  return { readOnly: true, request, response: [] };
}

/** An operation that changes something. */
export function write(request: Fields, response: Fields = []): OperationFacts {
  return { readOnly: false, request, response };
}
