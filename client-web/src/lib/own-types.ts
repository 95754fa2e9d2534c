/**
 * Names of our own in events, state and account data, where the specification has none. Other clients pass over them, so each
 * stands beside something that they do understand. One list, so that a name can give way to a standard one later.
 */
const prefix = 'org.heliograph';

export const ownTypes = {
  /** In a message: recipients are not to be disturbed by a sound. */
  silent: `${prefix}.silent`,
  /** In messages with files: the same value in all that belong to one album. */
  album: `${prefix}.album`,
  /** In a copy of a message: `{ user_id, name }` of who wrote it. */
  forwarded: `${prefix}.forwarded`,
  /** In a message that names a person: `{ user_id, name, avatar_url }`, shown as a card. */
  contact: `${prefix}.contact`,
  /** In a film: it is shown as a circle. */
  round: `${prefix}.round`,
  /** In a picture or film: covered until it is asked for. */
  spoiler: `${prefix}.spoiler`,
  /** In the `info` of a film: it is silent and played over and over. */
  loop: `${prefix}.loop`,
  /** In the state that begins a live location: the device that tells the places. */
  device: `${prefix}.device`,
  /** State of a room: `{ kind: 'channel' }` where only few write. Others see a room in which they may not write. */
  kind: `${prefix}.kind`,
  /** Account data: the room of one's saved messages. Others see a room with nobody else in it. */
  savedMessages: `${prefix}.saved_messages`,
  /** Account data: folders of the chat list. */
  folders: `${prefix}.folders`,
  /** Account data: people whom one wants to find again. */
  contacts: `${prefix}.contacts`,
  /** A room's account data: what was not sent yet. */
  draft: `${prefix}.draft`,
  /** A room's account data: when it is no longer muted. */
  mute: `${prefix}.mute`,
  /** Account data: `{ rooms }`, by room the name of the sound that it makes itself heard by. */
  sounds: `${prefix}.sounds`,
  /** In one's own profile: a few words about oneself. */
  bio: `${prefix}.bio`,
  /** Account data: `{ receipts, typing, presence }`, each false where it is not shown to others. */
  privacy: `${prefix}.privacy`,
} as const;
