/** Keeps what is made of an object for as long as the object lives. */

/** By owner, then kind, then detail. */
const kept = new WeakMap<object, Map<string, Map<string, unknown>>>();

/**
 * The value that `make` gave for this owner and key when it was first asked for. The values go when their owner goes.
 * What belongs to two objects at once is kept under their `pair`.
 * @param key the kind of value, such as `'exact forecaster'`, which no other caller may use; or the kind and a detail
 *   within it, such as `['policy', source]`.
 * @param most how many values of one kind an owner keeps. When it is full, the oldest value is dropped. Default: all of
 *   them.
 */
export function memoise<Value>(
  owner: object,
  key: string | readonly [kind: string, detail: string],
  make: () => Value,
  most = Number.POSITIVE_INFINITY,
): Value {
  const [kind, detail] = typeof key === 'string' ? [key, ''] : key;
  let kinds = kept.get(owner);
  if (!kinds) {
    kinds = new Map();
    kept.set(owner, kinds);
  }
  let values = kinds.get(kind);
  if (!values) {
    values = new Map();
    kinds.set(kind, values);
  }
  if (values.has(detail)) return values.get(detail) as Value;
  const value = make();
  if (values.size >= most) values.delete(values.keys().next().value as string);
  values.set(detail, value);
  return value;
}

const pairs = new WeakMap<object, WeakMap<object, object>>();

/** The owner that stands for two objects together, in this order: what it holds goes when either goes. */
export function pair(first: object, second: object): object {
  let seconds = pairs.get(first);
  if (!seconds) {
    seconds = new WeakMap();
    pairs.set(first, seconds);
  }
  let owner = seconds.get(second);
  if (!owner) {
    owner = {};
    seconds.set(second, owner);
  }
  return owner;
}
