/** Reed–Solomon codes over the field of 256 elements that QR codes are made in. ISO/IEC 18004. */

/** Multiplication in the field of 256 elements that the codes are made in. */
export function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** Reed–Solomon: the remainder of the block by the generator polynomial of that degree. */
export function correction(block: readonly number[], degree: number): number[] {
  const generator: number[] = Array.from({ length: degree }, (_, index) =>
    index === degree - 1 ? 1 : 0,
  );
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let index = 0; index < degree; index += 1) {
      generator[index] = multiply(generator[index] ?? 0, root) ^ (generator[index + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  const remainder: number[] = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (let index = 0; index < degree; index += 1) {
      remainder[index] = (remainder[index] ?? 0) ^ multiply(generator[index] ?? 0, factor);
    }
  }
  return remainder;
}
