/** Changes of a room, told in words. */
export const service = {
  'service.created.direct': '{by, select, me {You} other {{actor}}} started the chat',
  'service.created': '{by, select, me {You} other {{actor}}} created the group',
  'service.created.channel': '{by, select, me {You} other {{actor}}} created the channel',
  'service.joined': '{whom, select, me {You} other {{people}}} joined',
  'service.left': '{whom, select, me {You} other {{people}}} left',
  'service.invited':
    '{by, select, me {You} other {{actor}}} invited {whom, select, me {you} other {{people}}}',
  'service.rejectedInvite': '{whom, select, me {You} other {{people}}} declined the invitation',
  'service.withdrewInvite':
    '{by, select, me {You} other {{actor}}} took back {whom, select, me {your invitation} other {the invitation of {people}}}',
  'service.knocked': '{whom, select, me {You} other {{people}}} asked to join',
  'service.kicked':
    '{by, select, me {You} other {{actor}}} removed {whom, select, me {you} other {{people}}}',
  'service.kickedReason':
    '{by, select, me {You} other {{actor}}} removed {whom, select, me {you} other {{people}}}: {reason}',
  'service.banned':
    '{by, select, me {You} other {{actor}}} banned {whom, select, me {you} other {{people}}}',
  'service.bannedReason':
    '{by, select, me {You} other {{actor}}} banned {whom, select, me {you} other {{people}}}: {reason}',
  'service.unbanned':
    '{by, select, me {You} other {{actor}}} lifted {whom, select, me {your ban} other {the ban on {people}}}',
  'service.renamedSelf': '{by, select, me {You are} other {{from} is}} now called {to}',
  'service.removedName':
    '{by, select, me {You removed your name} other {{from} removed their name}}',
  'service.changedOwnAvatar':
    '{by, select, me {You changed your photo} other {{actor} changed their photo}}',
  'service.renamedRoom': '{by, select, me {You} other {{actor}}} named the chat “{name}”',
  'service.removedRoomName': '{by, select, me {You} other {{actor}}} removed the name of the chat',
  'service.changedTopic':
    '{by, select, me {You} other {{actor}}} changed the description to “{topic}”',
  'service.removedTopic': '{by, select, me {You} other {{actor}}} removed the description',
  'service.changedRoomAvatar':
    '{by, select, me {You} other {{actor}}} changed the photo of the chat',
  'service.enabledEncryption': '{by, select, me {You} other {{actor}}} turned on encryption',
  'service.upgraded': '{by, select, me {You} other {{actor}}} moved this chat to a new room',
  'service.others': '{count, plural, one {# other} other {# others}}',
  'service.call':
    '{by, select, me {{kind, select, video {Outgoing video call} other {Outgoing call}}} other {{kind, select, video {Incoming video call} other {Incoming call}}}}',
  'service.callEnded':
    '{by, select, me {{kind, select, video {Outgoing video call} other {Outgoing call}}} other {{kind, select, video {Incoming video call} other {Incoming call}}}} ({duration})',
  'service.callMissed':
    '{by, select, me {{kind, select, video {Cancelled video call} other {Cancelled call}}} other {{kind, select, video {Missed video call} other {Missed call}}}}',
  'service.callDeclined': '{kind, select, video {Declined video call} other {Declined call}}',
} as const;
