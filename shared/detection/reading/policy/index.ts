export { isHeldByAccount } from "./hold.ts";
export { type Openings, openings } from "./openings.ts";
export { isOpened, openedBy, openedTo, severityOf } from "./words.ts";
