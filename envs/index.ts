/** Registers every built-in world, one line each. */
import { register } from '../core/world/registry.ts';
import { election } from './election.ts';
import { gas } from './gas.ts';
import { hurricane } from './hurricane.ts';
import { leakyWire } from './leaky-wire.ts';
import { lolcats } from './lolcats.ts';
import { measurementBureau } from './measurement-bureau/world.ts';
import { millionRuns } from './million-runs/world.ts';
import { mosaic } from './mosaic/world.ts';
import { paperclipFactory } from './paperclip-factory/world.ts';
import { subagent } from './subagent.ts';

register(paperclipFactory);
register(hurricane);
register(measurementBureau);
register(election);
register(millionRuns);
register(leakyWire);
register(lolcats);
register(mosaic);
register(gas);
register(subagent);
