import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { randomOf } from "./world.ts";

/** A message of the queue, as text, and when it came into it, in seconds since 1970. */
export interface Message {
  body: string;
  arrived: number;
}

/** Of a thousand events so many come twice, late (within a quarter of an hour), or beside one that cannot be read. */
const perThousand = { twice: 100, late: 50, malformed: 10 };
const latestSeconds = 900;

/** Every event at least once, as a queue may bring them. */
export function messagesOf(events: Iterable<CloudTrailRecord>): Message[] {
  const random = randomOf(2);
  const messages: Message[] = [];
  for (const detail of events) {
    const body = JSON.stringify({ source: "aws", "detail-type": "AWS API Call via CloudTrail", detail });
    const happened = Date.parse(detail.eventTime) / 1_000;
    const late = random(1_000) < perThousand.late ? random(latestSeconds) : random(3);
    messages.push({ body, arrived: happened + late });
    if (random(1_000) < perThousand.twice) messages.push({ body, arrived: happened + late + random(120) });
    if (random(1_000) < perThousand.malformed)
      messages.push({ body: body.slice(0, body.length / 2), arrived: happened });
  }
  return messages.sort((one, other) => one.arrived - other.arrived);
}
