/**
 * What is to be sent, as the content of an event. Pure.
 * https://spec.matrix.org/latest/client-server-api/#instant-messaging
 */
import { ownTypes } from '@/lib/own-types';
import { matrixToLink } from '@/lib/matrix-link';
import type {
  OutgoingContact,
  OutgoingFile,
  OutgoingMessage,
  OutgoingPlace,
  OutgoingRelation,
  OutgoingSticker,
  OutgoingWords,
} from '@/matrix/types';

export type Content = Record<string, unknown>;

const textTypes = { text: 'm.text', emote: 'm.emote', notice: 'm.notice' } as const;
const fileTypes = {
  image: 'm.image',
  video: 'm.video',
  audio: 'm.audio',
  voice: 'm.audio',
  file: 'm.file',
} as const;

function words({ body, formattedBody, mentions }: OutgoingWords): Content {
  return {
    body,
    ...(formattedBody !== null && {
      format: 'org.matrix.custom.html',
      formatted_body: formattedBody,
    }),
    'm.mentions': {
      ...(mentions.userIds.length > 0 && { user_ids: mentions.userIds }),
      ...(mentions.room && { room: true }),
    },
  };
}

const silence = (isSilent: boolean): Content => (isSilent ? { [ownTypes.silent]: true } : {});

function relatesTo(relation: OutgoingRelation | null): Content {
  switch (relation?.type) {
    case 'reply':
      return { 'm.relates_to': { 'm.in_reply_to': { event_id: relation.eventId } } };
    case 'thread':
      return {
        'm.relates_to': {
          rel_type: 'm.thread',
          event_id: relation.rootId,
          // Clients without threads show an answer; within one it is none unless it says so.
          is_falling_back: relation.replyTo === null,
          'm.in_reply_to': { event_id: relation.replyTo ?? relation.rootId },
        },
      };
    default:
      return {};
  }
}

/** `edited` is the content of the message that is edited, as it is now; null for a new message. */
export function messageContent(message: OutgoingMessage, edited: Content | null): Content {
  const content = { msgtype: textTypes[message.kind], ...words(message) };
  const { relation } = message;
  if (relation?.type !== 'edit') {
    return { ...content, ...silence(message.isSilent), ...relatesTo(relation) };
  }
  const replacement = { ...content, ...whatIsShown(edited) };
  return {
    ...replacement,
    body: `* ${message.body}`,
    ...(message.formattedBody !== null && { formatted_body: `* ${message.formattedBody}` }),
    // An edit tells nobody a second time.
    'm.mentions': {},
    'm.new_content': replacement,
    'm.relates_to': { rel_type: 'm.replace', event_id: relation.eventId },
  };
}

/** Of a file only the caption is edited: what it shows stays. */
function whatIsShown(edited: Content | null): Content {
  const isWords = Object.values<unknown>(textTypes).includes(edited?.msgtype);
  if (edited === null || isWords) return {};
  const kept = ['msgtype', 'url', 'file', 'info', 'filename', ownTypes.album];
  const entries = Object.entries(edited).filter(([key]) => kept.includes(key));
  return { filename: edited.body, ...Object.fromEntries(entries) };
}

/** Without the addresses of the file and its thumbnail: the upload gives them. `album` names what belongs together. */
export function fileContent(
  file: OutgoingFile,
  relation: OutgoingRelation | null,
  isSilent: boolean,
  album: string | null,
): Content {
  const { caption, thumbnail } = file;
  return {
    msgtype: fileTypes[file.kind],
    body: file.name,
    ...(caption !== null && words(caption)),
    ...(caption === null && { 'm.mentions': {} }),
    filename: file.name,
    info: {
      mimetype: file.mimetype,
      size: file.blob.size,
      ...(file.width !== null && { w: file.width, h: file.height }),
      ...(file.durationMs !== null && { duration: file.durationMs }),
      ...(file.blurhash !== null && { 'xyz.amorgan.blurhash': file.blurhash }),
      ...(file.isAnimated && { is_animated: true }),
      ...(thumbnail !== null && {
        thumbnail_info: {
          mimetype: thumbnail.blob.type,
          size: thumbnail.blob.size,
          w: thumbnail.width,
          h: thumbnail.height,
        },
      }),
    },
    ...(file.kind === 'voice' && {
      'org.matrix.msc3245.voice': {},
      'org.matrix.msc1767.audio': { duration: file.durationMs, waveform: file.waveform ?? [] },
    }),
    ...(album !== null && { [ownTypes.album]: album }),
    ...silence(isSilent),
    ...relatesTo(relation),
  };
}

export function stickerContent(
  { body, url, info }: OutgoingSticker,
  relation: OutgoingRelation | null,
): Content {
  return { body, url, info, 'm.mentions': {}, ...relatesTo(relation) };
}

/** For clients without such cards it is the person's address. */
export function contactContent(
  { userId, name, avatarUrl }: OutgoingContact,
  relation: OutgoingRelation | null,
): Content {
  const body = name === userId ? userId : `${name} (${userId})`;
  return {
    msgtype: 'm.text',
    body: `${body}\n${matrixToLink(userId)}`,
    // To name somebody here is not to speak to them.
    'm.mentions': {},
    [ownTypes.contact]: {
      user_id: userId,
      name,
      ...(avatarUrl !== null && { avatar_url: avatarUrl }),
    },
    ...relatesTo(relation),
  };
}

/** https://spec.matrix.org/latest/client-server-api/#mlocation */
export function placeContent(
  { latitude, longitude, name }: OutgoingPlace,
  relation: OutgoingRelation | null,
  now: number,
): Content {
  const uri = `geo:${latitude.toFixed(6)},${longitude.toFixed(6)}`;
  return {
    msgtype: 'm.location',
    body: name === '' ? uri : name,
    geo_uri: uri,
    'org.matrix.msc3488.location': { uri, ...(name !== '' && { description: name }) },
    'org.matrix.msc3488.asset': { type: 'm.pin' },
    'org.matrix.msc3488.ts': now,
    'm.mentions': {},
    ...relatesTo(relation),
  };
}
