import type { Report, ReportRotation, RotationState } from "../../report.ts";
import { rotationBadge, rotationStates } from "../badges.ts";
import { seldomColumn, timeColumn, timeOf } from "../columns.ts";
import { choice, h } from "../dom.ts";
import type { Names } from "../names.ts";
import type { Selection } from "../search.ts";
import { type Column, table } from "../table.ts";
import { type Clock, number, plural } from "../words.ts";
import { type Section, section } from "./section.ts";

/** How the rotation of each secret goes: what wants attention first. */
export function rotationSection({ rotation }: Report, names: Names, clock: Clock): Section<Selection> {
  let wanted: RotationState | "all" = "all";
  let [found, none]: [readonly ReportRotation[], string | undefined] = [[], undefined];
  const planned: Column<ReportRotation>[] = [
    { title: "Next", value: ({ next = "" }) => next, cell: ({ next }) => timeOf(next, clock), look: "when" },
    { title: "Schedule", value: ({ schedule = "" }) => schedule, cell: ({ schedule }) => schedule },
  ];
  const list = table<ReportRotation>({
    caption: "Rotation of secrets",
    none: "No secret.",
    sortedBy: "State",
    columns: [
      {
        title: "State",
        value: ({ state }) => rotationStates.indexOf(state),
        cell: ({ state }) => rotationBadge(state),
      },
      {
        title: "Secret",
        value: ({ label }) => label,
        cell: ({ secret, ...place }) => names.named(secret, 44, names.place(place)),
        look: "name",
      },
      timeColumn("Last rotated", clock, ({ lastRotated }) => lastRotated),
      ...(rotation.from === "trail" ? [] : planned),
      seldomColumn("Succeeded", ({ succeeded }) => succeeded),
      seldomColumn("Failed", ({ failed }) => failed),
      {
        title: "Last failure",
        value: ({ lastFailure }) => lastFailure?.at ?? "",
        cell: ({ lastFailure }) =>
          lastFailure && h("span", {}, timeOf(lastFailure.at, clock), h("small", {}, lastFailure.reason)),
        look: "wide",
        largestFirst: true,
      },
    ],
  });
  const show = () =>
    list.show(
      found.filter(({ state }) => wanted === "all" || state === wanted),
      none,
    );
  const options = rotationStates.map((state) => [state, state] as const);
  const chooser = choice("Show", [["all", "all"], ...options], (value) => {
    wanted = value;
    show();
  });
  const { element, say } = section("rotation", "Rotation of secrets", chooser, list.element);
  const from =
    rotation.from === "trail"
      ? "As the trail tells: Secrets Manager was not asked."
      : "As Secrets Manager tells now; rotations and failures are those of the trail.";
  return {
    element,
    show: (selection) => {
      ({ rotation: found, none } = selection);
      const counts = rotationStates.flatMap((state) => {
        const count = found.filter((secret) => secret.state === state).length;
        return count > 0 ? [`${number(count)} ${state}`] : [];
      });
      say(
        none && found.length === 0
          ? none
          : `${plural(found.length, "secret")}${counts.length > 0 ? `: ${counts.join(", ")}` : ""}. ${from}`,
      );
      show();
    },
  };
}
