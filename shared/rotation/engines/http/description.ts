import * as z from "zod";
import { missingOr, requiredText } from "../../fields.ts";
import { fieldName, isTemplate } from "./placeholders.ts";
import { pointerTokens } from "./pointer.ts";

/** Headers that belong to the connection, not to the request: an own one could begin a second request. */
const connectionHeaders = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const noPlaceholder = "holds {{ that begins no placeholder such as {{apiKey}}";

const template = requiredText.refine(isTemplate, noPlaceholder);

const url = template.regex(
  /^https?:\/\/[^\s/?#@\\{}]+([/?][^\s#\\]*)?$/,
  "must be an absolute URL without user, fragment or blanks, and without a placeholder in its host",
);

const pointer = z
  .string(missingOr("must be text"))
  .refine((text) => pointerTokens(text) !== undefined, 'must be a JSON Pointer, such as "/data/key"');

const secretField = z
  .string(missingOr("must be text"))
  .regex(fieldName, "must be a name of letters, digits, - and _ that begins with a letter");

const status = z.int("must be a status, such as 200").min(100).max(599);
const statuses = z.array(status, "must be a list of statuses").min(1, "must not be empty");

const header = template.regex(/^[\x20-\x7e]*$/, "must be visible ASCII");
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "holds a name that no header can have")
  .refine((name) => !connectionHeaders.has(name.toLowerCase()), "holds a header that is not a request's own");

function request<M extends string>(methods: readonly [M, ...M[]]) {
  return {
    /** The first of the methods where none is given. */
    method: z.enum(methods, `must be one of ${methods.join(", ")}`).default(methods[0]),
    url,
    headers: z.record(headerName, header).optional(),
    /** HTTP Basic authentication (RFC 7617). */
    basic: z.strictObject({ username: template, password: template }).optional(),
    /** Sent as JSON. */
    body: z
      .union([z.record(z.string(), z.unknown()), z.array(z.unknown())], "must be a JSON object or array")
      .refine((body) => stringsIn(body).every(isTemplate), noPlaceholder)
      .optional(),
    /** Sent as a form; not with `body`. */
    form: z.record(z.string(), template).optional(),
    /** The statuses that say that it worked; all of 200 to 299 if absent. */
    status: statuses.optional(),
  };
}

/** What an API's answers and requests look like, in a secret's `rotation`. Names that it does not know are refused. */
export const descriptionSchema = z.strictObject({
  /** Makes a key. Never sent again after a failure: who asks twice gets two keys. */
  create: z.strictObject(request(["POST", "PUT", "PATCH"])),
  /** Which fields of the secret are where in the answer to `create`. */
  store: z
    .record(secretField, pointer, "must be an object of JSON Pointers by the secret's fields")
    .refine((store) => Object.keys(store).length > 0, "must name the field of the new key"),
  /**
   * Succeeds with a key that works, and changes nothing. `refused`: what the API says, beside 401, to a key that does
   * not work; a 403 is taken for a missing right if it is not among them.
   */
  test: z.strictObject({ ...request(["GET", "HEAD", "POST"]), refused: statuses.optional() }),
  /**
   * Ends the old key, which it names by {{old.…}}; may be sent again. `gone`: what the API says where it has ended
   * before; 404 and 410 if absent. Without it, old keys are left to expire.
   */
  revoke: z
    .strictObject({ ...request(["DELETE", "POST", "PUT", "PATCH"]), gone: statuses.optional() })
    .optional(),
  /** Lists keys, so that those of interrupted rotations are found; one answer, no further pages. */
  list: z
    .strictObject({
      ...request(["GET", "POST"]),
      /** Where the array of keys is in the answer. */
      items: pointer,
      /** Where a key's id is in its item. */
      id: pointer,
      /** The field of the secret that holds this id. */
      idField: secretField,
      /** Where it says when a key was made: RFC 3339, or seconds or milliseconds since 1970. */
      created: pointer,
      /** What an item must hold, by pointers, to be a key of this secret: nothing else is ever revoked. */
      only: z
        .record(
          pointer,
          z.union([template, z.number(), z.boolean()], "must be text, a number, true or false"),
        )
        .refine((only) => Object.keys(only).length > 0, "must tell the keys of this secret from others"),
    })
    .optional(),
  /** Whether `create` ends the old key at once. */
  replaces: z.boolean("must be true or false").default(false),
  /** Whether http is taken beside https, for this machine's own addresses only. */
  allowHttp: z.boolean("must be true or false").default(false),
});

/** What an API's answers and requests look like. */
export type Description = z.infer<typeof descriptionSchema>;

/** A request with placeholders. */
export type RequestTemplate = Pick<
  Description["create"],
  "url" | "headers" | "basic" | "body" | "form" | "status"
> & { method: string };

/** All requests of a description, by their names in it. */
export function requestsOf({ create, test, revoke, list }: Description): [string, RequestTemplate][] {
  const requests: [string, RequestTemplate | undefined][] = [
    ["create", create],
    ["test", test],
    ["revoke", revoke],
    ["list", list],
  ];
  return requests.filter((entry): entry is [string, RequestTemplate] => entry[1] !== undefined);
}

/** All templates of a request. */
export function templatesOf({ url, headers, basic, body, form }: RequestTemplate): string[] {
  return stringsIn([url, headers, basic, body, form]);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
