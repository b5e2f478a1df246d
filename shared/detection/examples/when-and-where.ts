import type { CloudTrailRecord } from "../../trail/index.ts";
import { type About, having, times } from "./call.ts";

const firstDay = Date.parse("2026-03-01T00:00:00Z") / 1_000;
const noon = firstDay + 43_200;

/** So many seconds after noon of the first day. */
export function later(seconds: number): About {
  return having({ eventTime: timeOf(noon + seconds) });
}

/** On a day, counted from 0. @param time `hh:mm` or `hh:mm:ss` */
export function onDay(day: number, time = "12:00"): About {
  return having({ eventTime: momentOn(day, time) });
}

/** A moment in ISO 8601. @param time `hh:mm` or `hh:mm:ss` */
export function momentOn(day: number, time = "12:00"): string {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return timeOf(firstDay + day * 86_400 + hours * 3_600 + minutes * 60 + seconds);
}

/** What happens once a day on so many days from the first on: what is usual. */
export function daily(days: number, make: (day: About) => CloudTrailRecord): CloudTrailRecord[] {
  return times(days, (day) => make(onDay(day)));
}

/** From another address. */
export function from(sourceIPAddress: string): About {
  return having({ sourceIPAddress });
}

/** From inside a VPC, through an endpoint. */
export function throughEndpoint(vpcEndpointId: string): About {
  return having({ vpcEndpointId, sourceIPAddress: "10.0.3.17" });
}

/** In another region. */
export function inRegion(awsRegion: string): About {
  return having({ awsRegion });
}

function timeOf(second: number): string {
  return `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`;
}
