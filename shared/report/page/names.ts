import { type NamedPrincipal, principalNamed, resourceNamed } from "../labels.ts";
import type { Report, ReportPrincipal, ReportResource } from "../report.ts";
import { button, h, small } from "./dom.ts";
import { shorten } from "./words.ts";

const isPrincipal = /^arn:[^:]*:(?:iam|sts):/;

/** What details may be shown of. */
export type Subject = { resource: ReportResource } | { principal: ReportPrincipal };

/** Shows the names of a report; what is shortened has the whole in its title. */
export function names({ resources, principals }: Report, open: (subject: Subject) => void) {
  const places = new Set(resources.map(({ account, region }) => `${account} ${region}`));
  const accounts = new Set(principals.map(({ account }) => account).filter(Boolean));
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const principalsByName = new Map(principals.map((principal) => [principal.name, principal]));

  const roles = new Map(
    principals.flatMap((principal) => {
      const [, account, role] = /^arn:[^:]*:iam::(\d*):role\/(?:.*\/)?([^/]+)$/.exec(principal.name) ?? [];
      return role ? [[`${account} ${role}`, principal] as const] : [];
    }),
  );
  const roleOf = (session: string) => {
    const [, account, role] = /^arn:[^:]*:sts::(\d*):assumed-role\/([^/]+)\//.exec(session) ?? [];
    return roles.get(`${account} ${role}`);
  };

  const link = (label: string, whole: string, subject: Subject, most: number) =>
    button({ class: "link", title: whole }, () => open(subject), shorten(label, most));

  return {
    /** Where a key or secret is; nothing where all are in one place. */
    place: ({ account, region }: { account: string; region: string }) =>
      places.size > 1 ? [account, region].filter(Boolean).join(" ") : "",
    account: ({ account }: { account: string }) => (accounts.size > 1 ? account : ""),
    resource: (resource: ReportResource, most = 44) =>
      link(resource.label, resource.name, { resource }, most),
    principal: (principal: ReportPrincipal, most = 36) =>
      link(principal.label, principal.name, { principal }, most),
    /**
     * A name that a finding gives, of whatever kind: a link where the report knows more of it; of a session its role.
     *
     * @param words said below it
     */
    named: (name: string, most: number, words = "") => {
      const resource = byName.get(name);
      const principal = principalsByName.get(name) ?? roleOf(name);
      const { label, session = "" }: NamedPrincipal = isPrincipal.test(name)
        ? principalNamed(name)
        : resourceNamed(name);
      const below = [shorten(session, most), words].filter(Boolean).join(" ");
      return h(
        "span",
        {},
        resource
          ? link(resource.label, name, { resource }, most)
          : principal
            ? link(label, name, { principal }, most)
            : h("span", { title: name }, shorten(label, most)),
        small(below),
      );
    },
  };
}
export type Names = ReturnType<typeof names>;
