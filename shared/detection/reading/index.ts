export {
  arnOf,
  asked,
  askedFor,
  at,
  callOf,
  declined,
  denied,
  isInside,
  isServiceEvent,
  list,
  networkOf,
  remembered,
  succeeded,
  text,
  texts,
} from "../../trail/index.ts";
export * from "./caller.ts";
export * from "./changer.ts";
export * from "./names.ts";
export * from "./network.ts";
export * from "./policy/index.ts";
