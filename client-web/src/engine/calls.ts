/**
 * Carries what two devices say to each other about a call. The call itself is the page's, since a worker has neither camera
 * nor connection. https://spec.matrix.org/latest/client-server-api/#voice-over-ip
 */
import type { CallEventType, CallRelay, CallSignal } from '@/matrix/types';
import { claims, list, text } from './project/claims';
import type { MatrixClient, MatrixEvent, Room } from './sdk';

const types: ReadonlySet<string> = new Set<CallEventType>([
  'm.call.invite',
  'm.call.candidates',
  'm.call.answer',
  'm.call.select_answer',
  'm.call.negotiate',
  'm.call.reject',
  'm.call.hangup',
  'm.call.sdp_stream_metadata_changed',
]);

/** A call is between two: in a larger room an invitation would ring at everybody's. */
const mostPeople = 2;

export interface CallsWorld {
  /** Sends at once, locked where the room is encrypted. */
  send(roomId: string, type: string, content: Record<string, unknown>): Promise<unknown>;
  tell(signal: CallSignal): void;
}

export class Calls {
  constructor(
    private readonly client: MatrixClient,
    private readonly world: CallsWorld,
  ) {}

  /** An event came by sync, or one that came earlier can be read now. */
  consider(event: MatrixEvent, room: Room): void {
    const type = event.getType();
    const senderId = event.getSender();
    if (!types.has(type) || senderId === undefined || event.isState()) return;
    if (room.getInvitedAndJoinedMemberCount() > mostPeople) return;
    this.world.tell({
      roomId: room.roomId,
      senderId,
      isOwn: senderId === this.client.getUserId(),
      type: type as CallEventType,
      ageMs: event.getLocalAge(),
      content: event.getContent(),
    });
  }

  async send(roomId: string, type: CallEventType, content: Record<string, unknown>): Promise<void> {
    await this.world.send(roomId, type, content);
  }

  async relay(): Promise<CallRelay | null> {
    const { uris, username, password } = claims(await this.client.turnServer());
    const urls = list(uris).flatMap((uri) => text(uri) ?? []);
    if (urls.length === 0) return null;
    return { urls, username: text(username) ?? '', credential: text(password) ?? '' };
  }
}
