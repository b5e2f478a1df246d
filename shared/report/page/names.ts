import type { Report, ReportPrincipal, ReportResource } from "../report.ts";
import { button, h } from "./dom.ts";
import { shorten } from "./words.ts";

/** What details may be shown of. */
export type Subject = { resource: ReportResource } | { principal: ReportPrincipal };

/** Shows the names of a report; what is shortened has the whole in its title. */
export function names({ resources, principals }: Report, open: (subject: Subject) => void) {
  const places = new Set(resources.map(({ account, region }) => `${account} ${region}`));
  const accounts = new Set(principals.map(({ account }) => account).filter(Boolean));
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const principalsByName = new Map(principals.map((principal) => [principal.name, principal]));

  const link = (label: string, whole: string, subject: Subject, most: number) =>
    button({ class: "link", title: whole }, () => open(subject), shorten(label, most));

  return {
    /** Where a key or secret is; nothing where all are in one place. */
    place: ({ account, region }: { account: string; region: string }) =>
      places.size > 1 ? h("small", {}, [account, region].filter(Boolean).join(" ")) : undefined,
    account: ({ account }: { account: string }) =>
      accounts.size > 1 && account ? h("small", {}, account) : undefined,
    resource: (resource: ReportResource, most = 44) =>
      link(resource.label, resource.name, { resource }, most),
    principal: (principal: ReportPrincipal, most = 36) =>
      link(principal.label, principal.name, { principal }, most),
    /** A name that a finding gives: a link where the report knows more of it. */
    named: (name: string, most = 44, label = name) => {
      const resource = byName.get(name);
      if (resource) return link(resource.label, name, { resource }, most);
      const principal = principalsByName.get(name);
      if (principal) return link(principal.label, name, { principal }, most);
      return h("span", { title: name }, shorten(label, most));
    },
  };
}
export type Names = ReturnType<typeof names>;
