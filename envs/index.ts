/** Every world of the suite: one line each. */
import { register } from '../core/registry.ts';
import { paperclipFactory } from './paperclip-factory/world.ts';

register(paperclipFactory);
