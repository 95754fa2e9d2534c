/**
 * Two devices making sure of each other: one scans a code that the other shows, or both compare seven pictures. One
 * verification at a time is on the screen.
 * https://spec.matrix.org/latest/client-server-api/#short-authentication-string-sas-verification
 * https://spec.matrix.org/latest/client-server-api/#qr-codes
 */
import type {
  GeneratedSas,
  ShowQrCodeCallbacks,
  ShowSasCallbacks,
  VerificationRequest,
  Verifier,
} from 'matrix-js-sdk/lib/crypto-api';
import type { Verification } from '@/matrix/types';
import { describeError, EngineFailure } from '../errors';
import type { Publisher } from '../publisher';
import type { CryptoApi, CryptoModule } from '../sdk';

const sasMethod = 'm.sas.v1';
const showMethod = 'm.qr_code.show.v1';

/** The ways that are open once both sides want it. */
interface Offer {
  /** What the other side may scan; null when it cannot, or when our own keys are not at hand. */
  readonly code: number[] | null;
  /** The other side shows a code. */
  readonly canScan: boolean;
}

interface Current {
  request: VerificationRequest;
  isIncoming: boolean;
  verifier: Verifier | null;
  /** Null until it is known. */
  offer: Offer | null;
  isOffering: boolean;
  sas: ShowSasCallbacks | null;
  /** The other side has scanned our code. */
  scanned: ShowQrCodeCallbacks | null;
  /** We said yes, or scanned, and the other side has to say so, too. */
  isConfirmed: boolean;
  /** What it ended as, once it has: the SDK forgets. */
  end: Pick<Verification, 'phase' | 'cancelled'> | null;
}

export class Verifications {
  #current: Current | null = null;

  constructor(
    private readonly api: CryptoApi | null,
    private readonly tools: CryptoModule,
    private readonly publisher: Publisher,
  ) {}

  /** Somebody asks us. A second one while we are busy is left for later: it stays valid for minutes. */
  received(request: VerificationRequest): void {
    if (!request.initiatedByMe && (!this.#current || this.#current.end)) this.#take(request, true);
  }

  async requestSelf(): Promise<void> {
    this.#take(await this.#crypto.requestOwnUserVerification(), false);
  }

  async requestDevice(userId: string, deviceId: string): Promise<void> {
    this.#take(await this.#crypto.requestDeviceVerification(userId, deviceId), false);
  }

  async requestPerson(userId: string, roomId: string): Promise<void> {
    this.#take(await this.#crypto.requestVerificationDM(userId, roomId), false);
  }

  async accept(): Promise<void> {
    await this.#current?.request.accept();
  }

  async comparePictures(): Promise<void> {
    if (this.#current) await this.#begin(this.#current);
  }

  /** Takes what a camera has read off the other side's screen. */
  async scan(code: readonly number[]): Promise<void> {
    const current = this.#current;
    if (!current) return;
    try {
      await current.request.scanQRCode(Uint8ClampedArray.from(code));
    } catch (error) {
      // Whatever is no answer of the server is about the code: it is another one, or stands for other keys.
      throw describeError(error).code === 'unknown' ? new EngineFailure('wrongCode') : error;
    }
    current.isConfirmed = true;
    this.#publish();
  }

  async answer(isSame: boolean): Promise<void> {
    const current = this.#current;
    const asked = current?.sas ?? current?.scanned;
    if (!current || !asked) return;
    if (!isSame) return current.sas ? current.sas.mismatch() : asked.cancel();
    current.isConfirmed = true;
    this.#publish();
    await asked.confirm();
  }

  async close(): Promise<void> {
    const current = this.#current;
    if (!current) return;
    this.#current = null;
    this.#publish();
    if (!current.end && current.request.pending) await current.request.cancel();
  }

  stop(): void {
    this.#current = null;
  }

  get #crypto(): CryptoApi {
    if (!this.api) throw new EngineFailure('encryptionUnavailable');
    return this.api;
  }

  #take(request: VerificationRequest, isIncoming: boolean): void {
    const current: Current = {
      request,
      isIncoming,
      verifier: null,
      offer: null,
      isOffering: false,
      sas: null,
      scanned: null,
      isConfirmed: false,
      end: null,
    };
    this.#current = current;
    request.on(this.tools.VerificationRequestEvent.Change, () => this.#changed(current));
    this.#changed(current);
  }

  #changed(current: Current): void {
    const { VerificationPhase } = this.tools;
    const { request } = current;
    switch (request.phase) {
      case VerificationPhase.Ready:
        void this.#makeOffer(current);
        break;
      case VerificationPhase.Started:
        if (request.verifier) this.#follow(current, request.verifier);
        break;
      case VerificationPhase.Done:
        current.end ??= { phase: 'done', cancelled: null };
        break;
      case VerificationPhase.Cancelled:
        current.end ??= { phase: 'cancelled', cancelled: whyCancelled(request) };
        break;
      default:
    }
    if (this.#current === current) this.#publish();
  }

  async #makeOffer(current: Current): Promise<void> {
    if (current.isOffering) return;
    current.isOffering = true;
    const { request } = current;
    const code = await request.generateQRCode().catch(() => undefined);
    const canScan = request.otherPartySupportsMethod(showMethod);
    current.offer = { code: code ? [...code] : null, canScan };
    // Where there are only pictures nobody needs to choose: who asked begins.
    const hasChoice = current.offer.code !== null || canScan;
    if (!hasChoice && !current.isIncoming) await this.#begin(current);
    if (this.#current === current) this.#publish();
  }

  async #begin(current: Current): Promise<void> {
    if (current.verifier) return;
    try {
      this.#follow(current, await current.request.startVerification(sasMethod));
    } catch {
      // The other side began at the same moment: its start is followed.
    }
  }

  #follow(current: Current, verifier: Verifier): void {
    if (current.verifier === verifier) return;
    current.verifier = verifier;
    const { VerifierEvent } = this.tools;
    verifier.on(VerifierEvent.ShowSas, (sas) => {
      current.sas = sas;
      this.#changed(current);
    });
    verifier.on(VerifierEvent.ShowReciprocateQr, (scanned) => {
      current.scanned = scanned;
      this.#changed(current);
    });
    // It ends in a phase of the request, where it is told.
    verifier.verify().catch(() => this.#changed(current));
  }

  #publish(): void {
    const verification = this.#current && view(this.#current, this.tools);
    this.publisher.keep('verification', { type: 'verification', verification });
  }
}

function view(current: Current, tools: CryptoModule): Verification {
  const { request, isIncoming, sas, offer, end } = current;
  const shown = sas ? compared(sas.sas) : { emoji: null, decimals: null };
  return {
    otherUserId: request.otherUserId,
    otherDeviceId: request.otherDeviceId ?? null,
    isSelf: request.isSelfVerification,
    isIncoming,
    phase: phaseOf(current, tools),
    code: offer?.code ?? null,
    canScan: offer?.canScan ?? false,
    cancelled: null,
    ...shown,
    ...end,
  };
}

function phaseOf(
  { request, sas, scanned, isConfirmed, offer }: Current,
  { VerificationPhase }: CryptoModule,
): Verification['phase'] {
  if (isConfirmed) return 'confirmed';
  if (sas) return 'comparing';
  if (scanned) return 'scanned';
  if (request.phase < VerificationPhase.Ready) return 'requested';
  return request.phase === VerificationPhase.Ready && offer ? 'choosing' : 'preparing';
}

function compared({ emoji, decimal }: GeneratedSas): Pick<Verification, 'emoji' | 'decimals'> {
  const pictures = emoji?.map(([symbol, name]) => ({ symbol, name }));
  return { emoji: pictures ?? null, decimals: decimal ?? null };
}

/** https://spec.matrix.org/latest/client-server-api/#mkeyverificationcancel */
function whyCancelled(request: VerificationRequest): Verification['cancelled'] {
  switch (request.cancellationCode) {
    case 'm.mismatched_sas':
    case 'm.key_mismatch':
    case 'm.mismatched_commitment':
      return 'mismatch';
    case 'm.timeout':
      return 'timeout';
    case 'm.accepted':
      return 'elsewhere';
    case 'm.user':
      return request.cancellingUserId === request.otherUserId && !request.isSelfVerification
        ? 'byThem'
        : 'byUs';
    default:
      return 'failed';
  }
}
