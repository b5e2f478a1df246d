import { account, stranger } from "./call.ts";

type Statement = Record<string, unknown>;

/** A policy as a request has it: JSON in a text. */
export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A statement that allows everything on its resource to somebody. */
export function allow(principal: unknown, more: Statement = {}): Statement {
  return { Effect: "Allow", Principal: principal, Action: "*", Resource: "*", ...more };
}

/** What every key policy of the account begins with: the account decides by IAM. */
export const ownAccount = allow({ AWS: `arn:aws:iam::${account}:root` });

/** A role of the stranger's. */
export const strangersRole = `arn:aws:iam::${stranger}:role/reader`;
