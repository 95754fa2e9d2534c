/**
 * Two devices making sure of each other by comparing seven pictures. One verification at a time is on the screen.
 * https://spec.matrix.org/latest/client-server-api/#short-authentication-string-sas-verification
 */
import type {
  GeneratedSas,
  ShowSasCallbacks,
  VerificationRequest,
  Verifier,
} from 'matrix-js-sdk/lib/crypto-api';
import type { Verification } from '@/matrix/types';
import { EngineFailure } from '../errors';
import type { Publisher } from '../publisher';
import type { CryptoApi, CryptoModule } from '../sdk';

const sasMethod = 'm.sas.v1';

interface Current {
  request: VerificationRequest;
  isIncoming: boolean;
  verifier: Verifier | null;
  sas: ShowSasCallbacks | null;
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

  async answer(isSame: boolean): Promise<void> {
    const current = this.#current;
    if (!current?.sas) return;
    if (!isSame) return current.sas.mismatch();
    current.isConfirmed = true;
    this.#publish();
    await current.sas.confirm();
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
      sas: null,
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
        // Both sides may begin; that the one who asked does is enough, and saves a press.
        if (!current.isIncoming) void this.#begin(current);
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
    // It ends in a phase of the request, where it is told.
    verifier.verify().catch(() => this.#changed(current));
  }

  #publish(): void {
    const verification = this.#current && view(this.#current, this.tools);
    this.publisher.keep('verification', { type: 'verification', verification });
  }
}

function view(
  { request, isIncoming, sas, isConfirmed, end }: Current,
  { VerificationPhase }: CryptoModule,
): Verification {
  const shown = sas ? compared(sas.sas) : { emoji: null, decimals: null };
  const isEarly = request.phase < VerificationPhase.Ready;
  const phase = sas
    ? isConfirmed
      ? 'confirmed'
      : 'comparing'
    : isEarly
      ? 'requested'
      : 'preparing';
  return {
    otherUserId: request.otherUserId,
    otherDeviceId: request.otherDeviceId ?? null,
    isSelf: request.isSelfVerification,
    isIncoming,
    phase,
    cancelled: null,
    ...shown,
    ...end,
  };
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
