/** Remembers the result for the last argument, so that a selector returns the same object until its input changes. */
export function memoizeLast<Input, Output>(
  compute: (input: Input) => Output,
): (input: Input) => Output {
  let last: { input: Input; output: Output } | null = null;
  return (input) => {
    if (!last || last.input !== input) last = { input, output: compute(input) };
    return last.output;
  };
}
