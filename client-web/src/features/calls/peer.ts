/** The connection of a call: what is sent and taken, and how it finds its way. */

/** What a connection tells of itself. */
export interface PeerEvents {
  /** Ways to reach us. */
  found(candidates: RTCIceCandidateInit[]): void;
  /** What is sent has changed in the middle of the call. */
  renegotiate(description: RTCSessionDescriptionInit): void;
  received(stream: MediaStream): void;
  changed(state: 'connected' | 'interrupted' | 'lost'): void;
}

/** Ways that are found together are told together. */
const gatherMs = 100;
/** An interruption that lasts longer is met by looking for another way. */
const restartAfterMs = 2_000;
const giveUpAfterMs = 30_000;

export class Peer {
  readonly #connection: RTCPeerConnection;
  readonly #stream: MediaStream;
  #found: RTCIceCandidateInit[] = [];
  #gathering: ReturnType<typeof setTimeout> | null = null;
  /** Came before what they belong to. */
  #early: RTCIceCandidateInit[] = [];
  /** The first agreement is made: from now on changes are offered by themselves. */
  #isAgreed = false;
  #isOffering = false;
  #recovery: ReturnType<typeof setTimeout>[] = [];

  /** `yields`: where both sides offer at once, this one gives way. */
  constructor(
    servers: RTCIceServer[],
    stream: MediaStream,
    private readonly yields: boolean,
    private readonly events: PeerEvents,
  ) {
    this.#stream = stream;
    this.#connection = new RTCPeerConnection({ iceServers: servers });
    const connection = this.#connection;
    connection.onicecandidate = ({ candidate }) => this.#gather(candidate);
    connection.ontrack = ({ streams: [stream] }) => stream && this.events.received(stream);
    connection.onnegotiationneeded = () => void this.#offerChange();
    connection.onconnectionstatechange = () => this.#stateChanged(connection.connectionState);
  }

  async offer(): Promise<RTCSessionDescriptionInit> {
    this.#addTracks();
    await this.#connection.setLocalDescription();
    return this.#local();
  }

  async answer(offer: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit> {
    await this.#connection.setRemoteDescription(offer);
    this.#addTracks();
    await this.#connection.setLocalDescription();
    await this.#agreed();
    return this.#local();
  }

  async accept(answer: RTCSessionDescriptionInit): Promise<void> {
    await this.#connection.setRemoteDescription(answer);
    await this.#agreed();
  }

  /**
   * A change from the other side; resolves to our answer where it was an offer that counts.
   * https://www.w3.org/TR/webrtc/#perfect-negotiation-example
   */
  async change(description: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit | null> {
    const connection = this.#connection;
    const isClash =
      description.type === 'offer' && (this.#isOffering || connection.signalingState !== 'stable');
    if (isClash && !this.yields) return null;
    await connection.setRemoteDescription(description);
    if (description.type === 'answer') return null;
    await connection.setLocalDescription();
    return this.#local();
  }

  async reach(candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    if (!this.#connection.remoteDescription) {
      this.#early.push(...candidates);
      return;
    }
    for (const candidate of candidates) {
      // One that cannot be used is not the last one.
      await this.#connection.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  /** Sends other pictures, or none. */
  async showVideo(track: MediaStreamTrack | null): Promise<void> {
    const video = this.#connection
      .getTransceivers()
      .find(
        ({ receiver, direction }) => receiver.track.kind === 'video' && direction !== 'stopped',
      );
    if (!video) {
      if (track) this.#connection.addTrack(track, this.#stream);
      return;
    }
    await video.sender.replaceTrack(track);
    if (!track || video.direction === 'sendrecv') return;
    video.sender.setStreams(this.#stream);
    video.direction = 'sendrecv';
  }

  /** What has arrived, and what share of it was lost since the last count. */
  async loss(before: LossCount | null): Promise<LossCount> {
    let received = 0;
    let lost = 0;
    for (const report of (await this.#connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      received += (report.packetsReceived as number | undefined) ?? 0;
      lost += (report.packetsLost as number | undefined) ?? 0;
    }
    const newlyLost = lost - (before?.lost ?? 0);
    const newly = received - (before?.received ?? 0) + newlyLost;
    return { received, lost, share: newly > 0 ? Math.max(0, newlyLost) / newly : 0 };
  }

  close(): void {
    if (this.#gathering) clearTimeout(this.#gathering);
    this.#clearRecovery();
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  #addTracks(): void {
    for (const track of this.#stream.getTracks()) this.#connection.addTrack(track, this.#stream);
  }

  #local(): RTCSessionDescriptionInit {
    const { type, sdp } = this.#connection.localDescription ?? { type: 'offer', sdp: '' };
    return { type, sdp };
  }

  async #agreed(): Promise<void> {
    this.#isAgreed = true;
    await this.reach(this.#early.splice(0));
  }

  async #offerChange(): Promise<void> {
    if (!this.#isAgreed) return;
    this.#isOffering = true;
    try {
      await this.#connection.setLocalDescription();
      this.events.renegotiate(this.#local());
    } finally {
      this.#isOffering = false;
    }
  }

  #gather(candidate: RTCIceCandidate | null): void {
    // An empty one says that there are no more.
    const { sdpMid = '0', sdpMLineIndex = 0 } = candidate ?? {};
    this.#found.push({ candidate: candidate?.candidate ?? '', sdpMid, sdpMLineIndex });
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.events.found(this.#found.splice(0));
    }, gatherMs);
  }

  #stateChanged(state: RTCPeerConnectionState): void {
    switch (state) {
      case 'connected':
        this.#clearRecovery();
        return this.events.changed('connected');
      case 'disconnected':
      case 'failed':
        if (this.#recovery.length > 0) return;
        this.events.changed('interrupted');
        this.#recovery = [
          setTimeout(() => this.#connection.restartIce(), state === 'failed' ? 0 : restartAfterMs),
          setTimeout(() => this.events.changed('lost'), giveUpAfterMs),
        ];
        return;
      default:
    }
  }

  #clearRecovery(): void {
    for (const timer of this.#recovery.splice(0)) clearTimeout(timer);
  }
}

export interface LossCount {
  received: number;
  lost: number;
  share: number;
}
