import { describe, expect, it } from 'vitest';
import { patiently } from './patience';

const refusal = (errcode: string, data: Record<string, unknown> = {}) =>
  Object.assign(new Error(errcode), { httpStatus: 429, data: { errcode, ...data } });

function server(refusals: readonly Error[]) {
  const left = [...refusals];
  const pauses: number[] = [];
  const work = async () => {
    const next = left.shift();
    if (next) throw next;
    return 'done';
  };
  const pause = async (ms: number) => void pauses.push(ms);
  return { result: patiently(work, pause), pauses };
}

describe('doing something patiently', () => {
  it('waits as long as the server asks for', async () => {
    const { result, pauses } = server([refusal('M_LIMIT_EXCEEDED', { retry_after_ms: 700 })]);
    expect(await result).toBe('done');
    expect(pauses).toEqual([700]);
  });

  it('gives up in the end', async () => {
    const { result, pauses } = server(Array(5).fill(refusal('M_LIMIT_EXCEEDED')));
    await expect(result).rejects.toThrow('M_LIMIT_EXCEEDED');
    expect(pauses).toHaveLength(4);
  });

  it('takes any other refusal as it is', async () => {
    const { result, pauses } = server([refusal('M_FORBIDDEN')]);
    await expect(result).rejects.toThrow('M_FORBIDDEN');
    expect(pauses).toEqual([]);
  });
});
