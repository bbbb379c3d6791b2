/** All kinds of spaces, gathered for the public entry. */
export { Box, type BoxOptions } from './spaces/box.ts';
export { Dict, type DictValue } from './spaces/dict.ts';
export { Discrete } from './spaces/discrete.ts';
export { MultiDiscrete } from './spaces/multi-discrete.ts';
export { Sources } from './spaces/sources.ts';
export { Space, type SpaceJson, type ValueOf } from './spaces/space.ts';
export { Text, type TextOptions } from './spaces/text.ts';
export { Tuple, type TupleValue } from './spaces/tuple.ts';
