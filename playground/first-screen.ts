/**
 * Prints what the page shows at first, as JSON: the build puts it into the page, so that the picture is there before
 * the tables are. The same functions as on the page make it, so the page shows it again once the world is compiled.
 */
import { decide, episode, open } from './engine.ts';
import { FIRST } from './state.ts';

const { evidences } = open(FIRST.world);
const place = { world: FIRST.world, evidence: evidences[0].value };
const decision = decide(place, FIRST.penalty, FIRST.weight, []);
const { source } = decision.offers[decision.sent];
console.log(JSON.stringify({ decision, episode: episode(place, source, FIRST.seed) }));
