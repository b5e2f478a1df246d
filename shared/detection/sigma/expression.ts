import type { CloudTrailRecord } from "../../trail/index.ts";

/** What a rule says, before it is made into one function. */
export type Expression =
  | { kind: "and"; of: readonly Expression[] }
  | { kind: "or"; of: readonly Expression[] }
  | { kind: "not"; of: Expression }
  | FieldTest;

/** One question about a record. */
export interface FieldTest {
  kind: "test";
  /** Absent if it asks about the whole record. */
  field?: string;
  /** If given, the test holds only where the field is one of these, whatever the case of letters. */
  only?: readonly string[];
  holds(record: CloudTrailRecord): boolean;
}

/** Makes one function of an expression. */
export function predicateOf(expression: Expression): (record: CloudTrailRecord) => boolean {
  switch (expression.kind) {
    case "test":
      return expression.holds;
    case "not": {
      const inner = predicateOf(expression.of);
      return (record) => !inner(record);
    }
    case "and": {
      const parts = expression.of.map(predicateOf);
      return (record) => parts.every((part) => part(record));
    }
    case "or": {
      const parts = expression.of.map(predicateOf);
      return (record) => parts.some((part) => part(record));
    }
  }
}
