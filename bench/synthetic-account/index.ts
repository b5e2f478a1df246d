export type { Attack, Behaviour } from "./attacks/attack.ts";
export { allAttacks } from "./attacks/index.ts";
export type { PlantedAttack } from "./plant.ts";
export { type Score, type ScoreOptions, score } from "./score.ts";
export { type Traffic, type TrafficOptions, traffic } from "./traffic.ts";
