/** The value of a duration token in milliseconds, as the reader's motion setting has it: 0 where nothing shall move. */
export function tokenMs(token: `--duration-${string}`): number {
  const value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  const amount = Number.parseFloat(value);
  if (Number.isNaN(amount)) return 0;
  return value.endsWith('ms') ? amount : amount * 1000;
}

/** The value of a curve token, for animations that script starts. */
export function tokenCurve(token: `--curve-${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim() || 'ease';
}
