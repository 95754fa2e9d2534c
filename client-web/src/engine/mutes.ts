/**
 * Which chats do not notify, by the account's push rules, and until when.
 * https://spec.matrix.org/latest/client-server-api/#push-rules
 */
import { ownTypes } from '@/lib/own-types';
import type { MatrixClient } from './sdk';

type AccountDataType = Parameters<MatrixClient['setRoomAccountData']>[1];
type RuleKind = Parameters<MatrixClient['addPushRule']>[1];

const muteType = ownTypes.mute as AccountDataType;
const roomKind = 'room' as RuleKind;
const overrideKind = 'override' as RuleKind;
/** The longest time that a timer can wait for. */
const longestDelayMs = 2 ** 31 - 1;

interface Rule {
  rule_id: string;
  enabled?: boolean;
  actions?: unknown[];
  conditions?: { kind?: unknown; key?: unknown; pattern?: unknown }[];
}

export class Mutes {
  #muted: ReadonlySet<string> | null = null;
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly client: MatrixClient) {}

  isMuted(roomId: string): boolean {
    this.#muted ??= mutedRooms(this.client.pushRules?.global);
    return this.#muted.has(roomId);
  }

  /** The rules changed. */
  read(): void {
    this.#muted = null;
  }

  /** `until` (epoch ms) is kept in the account, so that any of its devices can end it; null is for good. */
  async mute(roomId: string, until: number | null): Promise<void> {
    await this.client.addPushRule('global', roomKind, roomId, { actions: [] });
    await this.client.setRoomAccountData(roomId, muteType, { until } as never);
    this.watch(roomId);
  }

  async unmute(roomId: string): Promise<void> {
    const { room = [], override = [] } = (this.client.pushRules?.global ?? {}) as Rules;
    const silencing = [
      ...room.filter((rule) => rule.rule_id === roomId).map((rule) => [roomKind, rule] as const),
      ...override
        .filter((rule) => roomOfOverride(rule) === roomId)
        .map((rule) => [overrideKind, rule] as const),
    ].filter(([, rule]) => isSilencing(rule));
    for (const [kind, rule] of silencing) {
      await this.client.deletePushRule('global', kind, rule.rule_id);
    }
  }

  /** Ends what was muted for a time when the time is over. */
  watch(roomId: string): void {
    clearTimeout(this.#ends.get(roomId));
    this.#ends.delete(roomId);
    const until: unknown = this.client
      .getRoom(roomId)
      ?.getAccountData(muteType)
      ?.getContent().until;
    if (typeof until !== 'number' || !this.isMuted(roomId)) return;
    const delayMs = Math.min(Math.max(until - Date.now(), 0), longestDelayMs);
    const end = () => (until <= Date.now() ? void this.#end(roomId) : this.watch(roomId));
    this.#ends.set(roomId, setTimeout(end, delayMs));
  }

  stop(): void {
    for (const timer of this.#ends.values()) clearTimeout(timer);
    this.#ends.clear();
  }

  /** Another device may have been faster. */
  async #end(roomId: string): Promise<void> {
    await this.unmute(roomId).catch(() => undefined);
  }
}

interface Rules {
  room?: Rule[];
  override?: Rule[];
}

function mutedRooms(rules: unknown): ReadonlySet<string> {
  const { room = [], override = [] } = (rules ?? {}) as Rules;
  return new Set([
    ...room.filter(isSilencing).map((rule) => rule.rule_id),
    ...override.filter(isSilencing).flatMap((rule) => roomOfOverride(rule) ?? []),
  ]);
}

function isSilencing({ enabled = true, actions = [] }: Rule): boolean {
  return enabled && !actions.includes('notify');
}

/** The room that a rule is about, if it is about one and nothing else. */
function roomOfOverride({ conditions = [] }: Rule): string | null {
  const [only, ...others] = conditions;
  const isRoom = only?.kind === 'event_match' && only.key === 'room_id' && others.length === 0;
  return isRoom && typeof only.pattern === 'string' ? only.pattern : null;
}
