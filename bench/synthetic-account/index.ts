/**
 * A mid-size AWS account that does not exist: its CloudTrail records, by a seed, with attacks among them, to measure
 * detections by. What goes on in it is in `actors/`, what is done to it in `attacks/`.
 */
export type { Attack, Behaviour } from "./attacks/attack.ts";
export { allAttacks } from "./attacks/index.ts";
export type { PlantedAttack } from "./plant.ts";
export { type Score, type ScoreOptions, score } from "./score.ts";
export { surroundings } from "./surroundings.ts";
export { type Traffic, type TrafficOptions, traffic } from "./traffic.ts";
