/**
 * One call with one person, from its first ring to its end: what is said to the other side, and what is shown of it.
 * https://spec.matrix.org/latest/client-server-api/#voice-over-ip
 */
import { matrix } from '@/matrix/commands';
import type { CallEventType, CallSignal } from '@/matrix/types';
import { candidates, description, hasVideo, muted, ringMs, text } from './claims';
import { isRefused, openCamera, openDevices, openScreen } from './devices';
import { type LossCount, Peer } from './peer';
import { startTone } from './tones';

export type CallPhase =
  /** The browser asks for the microphone. */
  'asking' | 'ringing' | 'incoming' | 'connecting' | 'connected' | 'interrupted' | 'ended';

/** Why it is over, where that is worth saying. */
export type CallEnd =
  | 'hungUp'
  | 'declined'
  | 'noAnswer'
  | 'elsewhere'
  | 'failed'
  | 'noMicrophone'
  | 'refused';

/** What is shown of a call. */
export interface CallView {
  readonly callId: string;
  readonly roomId: string;
  readonly isOutgoing: boolean;
  /** It began with pictures. */
  readonly isVideo: boolean;
  readonly phase: CallPhase;
  readonly end: CallEnd | null;
  /** When it could first be talked. */
  readonly connectedAt: number | null;
  readonly local: MediaStream | null;
  readonly remote: MediaStream | null;
  readonly isMuted: boolean;
  readonly video: 'none' | 'camera' | 'screen';
  readonly isOtherMuted: boolean;
  readonly hasOtherVideo: boolean;
  /** Much of what is sent does not arrive. */
  readonly isWeak: boolean;
}

const lifetimeMs = 60_000;
const measureMs = 2_000;
const weakLoss = 0.08;
/** A name for this side among the devices of the account. */
const ownParty = crypto.randomUUID();

export class Call {
  #view: CallView;
  #peer: Peer | null = null;
  #stream: MediaStream | null = null;
  /** Whom of the other's devices we talk to; null until one has answered. */
  #otherParty: string | null = null;
  #offer: RTCSessionDescriptionInit | null = null;
  /** Ways to the caller that came while it rang. */
  #early: RTCIceCandidateInit[] = [];
  /** What is said goes out in order. */
  #said: Promise<void> = Promise.resolve();
  #isInvited = false;
  #waiting: RTCIceCandidateInit[] = [];
  #stopTone: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #meter: ReturnType<typeof setInterval> | null = null;

  private constructor(
    view: Pick<CallView, 'callId' | 'roomId' | 'isOutgoing' | 'isVideo' | 'phase'>,
    private readonly changed: (view: CallView) => void,
  ) {
    this.#view = {
      ...view,
      end: null,
      connectedAt: null,
      local: null,
      remote: null,
      isMuted: false,
      video: 'none',
      isOtherMuted: false,
      hasOtherVideo: false,
      isWeak: false,
    };
  }

  /** Calls somebody. */
  static place(
    roomId: string,
    userId: string,
    isVideo: boolean,
    changed: (view: CallView) => void,
  ): Call {
    const callId = crypto.randomUUID();
    const call = new Call({ callId, roomId, isOutgoing: true, isVideo, phase: 'asking' }, changed);
    void call.#place(userId, isVideo);
    return call;
  }

  /** Somebody calls us; null where what came is no call that could be answered. */
  static receive(
    { roomId, content, ageMs }: CallSignal,
    changed: (view: CallView) => void,
  ): Call | null {
    const offer = description(content.offer);
    const callId = text(content.call_id);
    const leftMs = ringMs(content.lifetime) - ageMs;
    if (callId === null || offer?.type !== 'offer' || leftMs <= 0) return null;
    const about = { callId, roomId, isOutgoing: false, isVideo: hasVideo(offer) } as const;
    const call = new Call({ ...about, phase: 'incoming' }, changed);
    call.#offer = offer;
    call.#otherParty = text(content.party_id);
    call.#heed(content);
    call.#stopTone = startTone('ring');
    call.#timer = setTimeout(() => call.#end('noAnswer'), leftMs);
    return call;
  }

  get view(): CallView {
    return this.#view;
  }

  /** Something was said about it, by the other side or by another device of ours. */
  async received({ type, isOwn, content }: CallSignal): Promise<void> {
    const party = text(content.party_id);
    if (this.#view.phase === 'ended' || (isOwn && party === ownParty)) return;
    if (isOwn) {
      const isTaken = type === 'm.call.answer' || type === 'm.call.reject';
      if (isTaken && this.#view.phase === 'incoming') this.#end('elsewhere');
      return;
    }
    // Others of their devices ring as well, until one has answered.
    if (this.#otherParty !== null && party !== this.#otherParty) return;
    switch (type) {
      case 'm.call.answer':
        return this.#answered(content, party);
      case 'm.call.select_answer':
        if (text(content.selected_party_id) !== ownParty) this.#end('elsewhere');
        return;
      case 'm.call.candidates':
        return this.#reach(candidates(content.candidates));
      case 'm.call.negotiate':
        this.#heed(content);
        return this.#negotiate(content);
      case 'm.call.sdp_stream_metadata_changed':
        return this.#heed(content);
      case 'm.call.reject':
        return this.#end('declined');
      case 'm.call.hangup':
        return this.#end(this.#view.phase === 'incoming' ? 'noAnswer' : 'hungUp');
      default:
    }
  }

  async accept(withVideo: boolean): Promise<void> {
    const offer = this.#offer;
    if (this.#view.phase !== 'incoming' || !offer) return;
    this.#quiet();
    this.#show({ phase: 'connecting' });
    try {
      const peer = await this.#open(withVideo, true);
      if (!peer) return;
      const answer = await peer.answer(offer);
      await peer.reach(this.#early.splice(0));
      await this.#say('m.call.answer', { answer, ...this.#metadata() });
      this.#tellWaiting();
    } catch (error) {
      this.#failed(error);
    }
  }

  decline(): void {
    if (this.#view.phase !== 'incoming') return;
    void this.#say('m.call.reject', {});
    this.#end('hungUp');
  }

  /** Taken in another tab of this browser, which goes on with it. */
  leaveToOther(): void {
    if (this.#view.phase === 'incoming') this.#end('elsewhere');
  }

  hangUp(reason = 'user_hangup'): void {
    if (this.#view.phase === 'ended') return;
    if (this.#isInvited || !this.#view.isOutgoing) void this.#say('m.call.hangup', { reason });
    this.#end('hungUp');
  }

  setMuted(isMuted: boolean): void {
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !isMuted;
    this.#show({ isMuted });
    this.#tellMuted();
  }

  /** Shows the camera or the screen to the other side, or nothing. */
  async show(what: CallView['video']): Promise<void> {
    const stream = this.#stream;
    const peer = this.#peer;
    if (!stream || !peer) return;
    const track =
      what === 'none' ? null : what === 'camera' ? await openCamera() : await openScreen();
    for (const before of stream.getVideoTracks()) {
      before.stop();
      stream.removeTrack(before);
    }
    if (track) {
      stream.addTrack(track);
      // The browser's own button ends sharing as well.
      track.onended = () => void this.show('none');
    }
    await peer.showVideo(track);
    this.#show({ video: track ? what : 'none', local: new MediaStream(stream.getTracks()) });
    this.#tellMuted();
  }

  async #place(userId: string, isVideo: boolean): Promise<void> {
    try {
      const peer = await this.#open(isVideo, false);
      if (!peer) return;
      const offer = await peer.offer();
      this.#show({ phase: 'ringing' });
      await this.#say('m.call.invite', {
        offer,
        lifetime: lifetimeMs,
        invitee: userId,
        ...this.#metadata(),
      });
      this.#isInvited = true;
      this.#tellWaiting();
      if (this.#view.phase !== 'ringing') return;
      this.#stopTone = startTone('ringback');
      this.#timer = setTimeout(() => {
        void this.#say('m.call.hangup', { reason: 'invite_timeout' });
        this.#end('noAnswer');
      }, lifetimeMs);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Null where it ended while the browser asked. */
  async #open(withVideo: boolean, yields: boolean): Promise<Peer | null> {
    const [stream, relay] = await Promise.all([
      openDevices(withVideo),
      matrix.callRelay().catch(() => null),
    ]);
    if (this.#view.phase === 'ended') {
      for (const track of stream.getTracks()) track.stop();
      return null;
    }
    this.#stream = stream;
    const hasCamera = stream.getVideoTracks().length > 0;
    this.#show({ local: stream, video: hasCamera ? 'camera' : 'none' });
    this.#peer = new Peer(relay ? [relay] : [], stream, yields, {
      found: (found) => {
        this.#waiting.push(...found);
        this.#tellWaiting();
      },
      renegotiate: (offered) =>
        void this.#say('m.call.negotiate', {
          description: offered,
          lifetime: lifetimeMs,
          ...this.#metadata(),
        }),
      received: (remote) => {
        const hasOtherVideo = remote.getVideoTracks().length > 0;
        // A new object, so that what shows it notices.
        this.#show({ remote: new MediaStream(remote.getTracks()), hasOtherVideo });
      },
      changed: (state) => this.#connectionChanged(state),
    });
    return this.#peer;
  }

  async #answered(content: CallSignal['content'], party: string | null): Promise<void> {
    const answer = description(content.answer);
    if (this.#view.phase !== 'ringing' || answer?.type !== 'answer' || !this.#peer) return;
    this.#otherParty = party ?? '';
    this.#quiet();
    this.#show({ phase: 'connecting' });
    this.#heed(content);
    void this.#say('m.call.select_answer', { selected_party_id: party });
    try {
      await this.#peer.accept(answer);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #reach(found: RTCIceCandidateInit[]): Promise<void> {
    if (this.#peer) await this.#peer.reach(found);
    else this.#early.push(...found);
  }

  async #negotiate(content: CallSignal['content']): Promise<void> {
    const changed = description(content.description);
    if (!changed || !this.#peer) return;
    const answer = await this.#peer.change(changed);
    if (!answer) return;
    await this.#say('m.call.negotiate', {
      description: answer,
      lifetime: lifetimeMs,
      ...this.#metadata(),
    });
  }

  /** What the other side has switched off. */
  #heed({ sdp_stream_metadata }: CallSignal['content']): void {
    const off = muted(sdp_stream_metadata);
    if (off) this.#show({ isOtherMuted: off.audio, hasOtherVideo: !off.video });
  }

  #connectionChanged(state: 'connected' | 'interrupted' | 'lost'): void {
    if (state === 'lost') {
      void this.#say('m.call.hangup', { reason: 'ice_timeout' });
      return this.#end('failed');
    }
    const connectedAt = this.#view.connectedAt ?? (state === 'connected' ? Date.now() : null);
    this.#show({ phase: state, connectedAt });
    if (state === 'connected') this.#measure();
  }

  #measure(): void {
    let before: LossCount | null = null;
    this.#meter ??= setInterval(() => {
      void this.#peer?.loss(before).then((count) => {
        before = count;
        this.#show({ isWeak: count.share > weakLoss });
      });
    }, measureMs);
  }

  #metadata(): Record<string, unknown> {
    const id = this.#stream?.id ?? '';
    const { isMuted, video } = this.#view;
    const off = { audio_muted: isMuted, video_muted: video === 'none' };
    return { sdp_stream_metadata: { [id]: { purpose: 'm.usermedia', ...off } } };
  }

  #tellMuted(): void {
    void this.#say('m.call.sdp_stream_metadata_changed', this.#metadata());
  }

  /** Ways to reach us mean nothing to the other side before it knows of the call. */
  #tellWaiting(): void {
    const isKnown = this.#view.isOutgoing ? this.#isInvited : this.#view.phase !== 'incoming';
    if (!isKnown || this.#waiting.length === 0) return;
    void this.#say('m.call.candidates', { candidates: this.#waiting.splice(0) });
  }

  #say(type: CallEventType, content: Record<string, unknown>): Promise<void> {
    const { roomId, callId } = this.#view;
    const whole = { call_id: callId, party_id: ownParty, version: '1', ...content };
    const said = this.#said.then(() => matrix.sendCallEvent(roomId, type, whole));
    // What comes later is said all the same; that this failed is for whoever waits for it.
    this.#said = said.catch(() => undefined);
    if (type !== 'm.call.invite' && type !== 'm.call.answer') return this.#said;
    return said;
  }

  #failed(error: unknown): void {
    if (isRefused(error)) this.#end('refused');
    else this.#end(error instanceof DOMException ? 'noMicrophone' : 'failed');
    if (!this.#view.isOutgoing || this.#isInvited) {
      void this.#say('m.call.hangup', { reason: 'user_media_failed' });
    }
  }

  #quiet(): void {
    this.#stopTone();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #end(end: CallEnd): void {
    if (this.#view.phase === 'ended') return;
    this.#quiet();
    if (this.#meter) clearInterval(this.#meter);
    this.#peer?.close();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#show({ phase: 'ended', end, local: null, remote: null });
  }

  #show(change: Partial<CallView>): void {
    // What settles after the end changes nothing.
    if (this.#view.phase === 'ended') return;
    this.#view = { ...this.#view, ...change };
    this.changed(this.#view);
  }
}
