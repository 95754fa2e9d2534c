/** Which messages are chosen. Pure. */

/** Never more than this at once: each is a request of its own when they are deleted. */
const MOST_SELECTED = 100;

/** One more or one fewer; with `isRange` all from the one chosen last to this one. */
export function nextSelection(
  keys: readonly string[],
  key: string,
  isRange: boolean,
  order: readonly string[],
): readonly string[] {
  const last = keys[keys.length - 1];
  if (isRange && last !== undefined) {
    const [from, to] = [order.indexOf(last), order.indexOf(key)].sort((a, b) => a - b);
    const range = order.slice(from, (to ?? 0) + 1);
    return [...new Set([...keys, ...range])].slice(0, MOST_SELECTED);
  }
  if (keys.includes(key)) return keys.filter((other) => other !== key);
  return keys.length < MOST_SELECTED ? [...keys, key] : keys;
}
