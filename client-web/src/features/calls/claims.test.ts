import { describe, expect, it } from 'vitest';
import { candidates, description, hasVideo, muted, ringMs } from './claims';

describe('what the other side says', () => {
  it('is taken where it is of the right kind', () => {
    expect(description({ type: 'offer', sdp: 'v=0' })).toEqual({ type: 'offer', sdp: 'v=0' });
    expect(candidates([{ candidate: 'a', sdpMid: '0', sdpMLineIndex: 0 }])).toEqual([
      { candidate: 'a', sdpMid: '0', sdpMLineIndex: 0 },
    ]);
    expect(muted({ s: { purpose: 'm.usermedia', audio_muted: true } })).toEqual({
      audio: true,
      video: false,
    });
    expect(ringMs(30_000)).toBe(30_000);
  });

  it('is nothing where it is not', () => {
    for (const wrong of [
      null,
      1,
      'x',
      [],
      {},
      { type: 'rollback', sdp: 'v=0' },
      { type: 'offer' },
    ]) {
      expect(description(wrong)).toBeNull();
    }
    expect(candidates({})).toEqual([]);
    expect(candidates([null, { candidate: 1 }])).toEqual([]);
    expect(candidates(Array.from({ length: 999 }, () => ({ candidate: 'a' })))).toHaveLength(200);
    expect(muted(undefined)).toBeNull();
    expect(ringMs(1e12)).toBe(60_000);
    expect(ringMs('soon')).toBe(60_000);
  });

  it('has pictures where a description names a way for them', () => {
    expect(hasVideo({ type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' })).toBe(
      true,
    );
    expect(hasVideo({ type: 'offer', sdp: 'v=0\r\nm=video 0 UDP/TLS/RTP/SAVPF 96\r\n' })).toBe(
      false,
    );
    expect(hasVideo({ type: 'offer', sdp: 'v=0\r\nm=audio 9 x\r\n' })).toBe(false);
  });
});
