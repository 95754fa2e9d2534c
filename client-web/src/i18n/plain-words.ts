/** Sentences as plain text: for the chat list, screen readers, titles. */
import { withoutDirectionControls } from '@/lib/bidi';
import type {
  ConnectionState,
  MessageContent,
  MessagePreview,
  RoomSummary,
  TypingState,
} from '@/matrix/types';
import type { MessageKey } from './en';
import { en } from './en';
import type { Translate } from './I18nProvider';
import { describeService, type Naming, type ChatKind } from './service-message';

/** Names as they are, joined by the rules of the locale. */
export function plainNaming(
  ownUserId: string | null,
  t: Translate,
  locale: string,
): Naming<string> {
  return {
    ownUserId,
    name: (_userId, name) => withoutDirectionControls(name),
    list: (names, others) =>
      new Intl.ListFormat(locale, { type: 'conjunction' }).format(
        others === 0 ? names : [...names, t('service.others', { count: others })],
      ),
  };
}

/** What a message says, on one line. */
export function messageText(content: MessageContent, t: Translate): string {
  switch (content.kind) {
    case 'text':
    case 'notice':
    case 'emote':
      return content.body;
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'file':
      return withCaption(content, t);
    case 'sticker':
      return t('message.sticker', { body: content.body });
    case 'location':
      return t('message.location');
    case 'live':
      return t('message.live');
    case 'contact':
      return t('message.contact', { name: withoutDirectionControls(content.name) });
    case 'poll':
      return t('message.poll', { question: content.question });
    case 'unsupported':
      return content.body === '' ? t('message.unsupported') : content.body;
    case 'undecryptable':
      return t('message.undecryptable');
    case 'deleted':
      return t('message.deleted');
  }
}

type Captioned = Extract<MessageContent, { caption: unknown }>;

/** What kind of file it is, unless its sender says more. */
function withCaption(content: Captioned, t: Translate): string {
  if (content.caption) return content.caption.body;
  switch (content.kind) {
    case 'image':
      return t(content.isAnimated ? 'message.gif' : 'message.photo');
    case 'video':
      return t(videoNames[content.look]);
    case 'voice':
      return t('message.voice');
    case 'audio':
    case 'file':
      return content.name === '' ? t('message.file') : content.name;
  }
}

const videoNames = {
  plain: 'message.video',
  loop: 'message.gif',
  round: 'message.roundVideo',
} as const;

/** The preview line of a chat-list row, without the sender. */
export function previewText(
  preview: MessagePreview,
  kind: ChatKind,
  ownUserId: string | null,
  t: Translate,
  locale: string,
): string {
  const { content, senderId, senderName } = preview;
  if (content.kind !== 'service') return messageText(content, t);
  const { key, values } = describeService(
    [{ senderId, senderName, action: content.action }],
    plainNaming(ownUserId, t, locale),
    kind,
  );
  return t(key, values);
}

/** How many people a room has: a channel's only read. */
export function peopleText(
  { kind, joinedCount: count }: Pick<RoomSummary, 'kind' | 'joinedCount'>,
  t: Translate,
): string {
  return t(kind === 'channel' ? 'info.subscribers' : 'room.members', { count });
}

/** Who is typing, without the dots: the interface draws those. */
export function typingText(users: TypingState['users'], isDirect: boolean, t: Translate): string {
  const [a, b] = users.map(({ name }) => withoutDirectionControls(name));
  if (a === undefined) return '';
  if (isDirect) return t('typing.direct');
  if (b === undefined) return t('typing.one', { a });
  if (users.length === 2) return t('typing.two', { a, b });
  return t('typing.many', { count: users.length });
}

/** From this attempt on a server that does not answer is said to be out of reach. */
const ATTEMPTS_IN_SILENCE = 3;

/** Whether the trouble is the server rather than the reader's own network. */
export function isServerAway(state: ConnectionState, isBrowserOnline: boolean): boolean {
  return state.phase === 'offline' && isBrowserOnline && state.attempt >= ATTEMPTS_IN_SILENCE;
}

/** The state of the connection in words, or null while all is well. */
export function connectionText(
  state: ConnectionState,
  isBrowserOnline: boolean,
  now: number,
  t: Translate,
): string | null {
  if (state.phase === 'online') return null;
  if (!isBrowserOnline) return t('connection.network');
  if (state.phase !== 'offline') return t(`connection.${state.phase}`);
  if (!isServerAway(state, isBrowserOnline)) return t('connection.connecting');
  const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
  return t('connection.server', { seconds });
}

const isMessageKey = (key: string): key is MessageKey => key in en;

/** What went wrong in words that say what to do, from a failed command or from anything else that was thrown. */
export function errorText(error: unknown, t: Translate): string {
  const { code, message, retryAfterMs } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Partial<{
    code: string;
    message: string;
    retryAfterMs: number | null;
  }>;
  const key = `error.${code ?? 'unknown'}`;
  return t(isMessageKey(key) ? key : 'error.unknown', {
    detail: message ?? String(error),
    seconds: Math.ceil((retryAfterMs ?? 0) / 1000),
  });
}
