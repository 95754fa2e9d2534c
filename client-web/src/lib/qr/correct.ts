/** What was read of a QR code, mended by its error correction: Berlekamp–Massey, Chien, Forney. ISO/IEC 18004, annex B. */

/** Powers of two in the field, and for each element which power it is. */
const powers = new Uint8Array(510);
const logs = new Uint8Array(256);
for (let exponent = 0, element = 1; exponent < 255; exponent += 1) {
  powers[exponent] = element;
  powers[exponent + 255] = element;
  logs[element] = exponent;
  element = (element << 1) ^ ((element >> 7) * 0x11d);
}

const at = (polynomial: ArrayLike<number>, index: number): number => polynomial[index] ?? 0;
const power = (exponent: number): number => at(powers, ((exponent % 255) + 255) % 255);
const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : power(at(logs, a) + at(logs, b));
const inverse = (a: number): number => power(255 - at(logs, a));

/** The lowest coefficient first. */
function value(polynomial: readonly number[], x: number): number {
  return polynomial.reduceRight((sum, coefficient) => times(sum, x) ^ coefficient, 0);
}

/** The block with its mistakes put right, or null when there are more than the code can bear. */
export function corrected(block: readonly number[], degree: number): readonly number[] | null {
  const received = [...block].reverse();
  const syndromes = Array.from({ length: degree }, (_, index) => value(received, power(index)));
  if (syndromes.every((syndrome) => syndrome === 0)) return block;
  const locator = errorLocator(syndromes);
  const places = received.flatMap((_, index) => (value(locator, power(-index)) === 0 ? index : []));
  if (places.length !== locator.length - 1) return null;
  const evaluator = product(syndromes, locator).slice(0, degree);
  const slope = locator.map((coefficient, index) => (index % 2 === 1 ? coefficient : 0)).slice(1);
  const mended = [...received];
  for (const place of places) {
    const x = power(-place);
    const size = times(value(evaluator, x), inverse(value(slope, x)));
    mended[place] = at(mended, place) ^ times(size, power(place));
  }
  const isWhole = syndromes.every((_, index) => value(mended, power(index)) === 0);
  return isWhole ? mended.reverse() : null;
}

/** The shortest recurrence that makes the syndromes. */
function errorLocator(syndromes: readonly number[]): readonly number[] {
  let locator = [1];
  let before = [1];
  let errors = 0;
  let gap = 1;
  let last = 1;
  for (const step of syndromes.keys()) {
    let discrepancy = 0;
    for (let index = 0; index <= errors; index += 1) {
      discrepancy ^= times(at(locator, index), at(syndromes, step - index));
    }
    if (discrepancy === 0) {
      gap += 1;
      continue;
    }
    const factor = times(discrepancy, inverse(last));
    const shifted = [
      ...new Array<number>(gap).fill(0),
      ...before.map((coefficient) => times(coefficient, factor)),
    ];
    const longest = Math.max(locator.length, shifted.length);
    const next = Array.from({ length: longest }, (_, i) => at(locator, i) ^ at(shifted, i));
    if (2 * errors <= step) {
      errors = step + 1 - errors;
      before = locator;
      last = discrepancy;
      gap = 1;
    } else {
      gap += 1;
    }
    locator = next;
  }
  return locator.slice(0, errors + 1);
}

function product(a: readonly number[], b: readonly number[]): number[] {
  const out = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, x] of a.entries()) {
    for (const [j, y] of b.entries()) out[i + j] = at(out, i + j) ^ times(x, y);
  }
  return out;
}
