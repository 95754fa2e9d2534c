/** Why a message cannot be read. */
export const undecryptable = {
  'undecryptable.pending': 'Opening this message…',
  'undecryptable.waiting': 'Waiting for this message',
  'undecryptable.locked': 'Locked until you verify this session',
  'undecryptable.lost': 'This message is older than this device, and its key was not kept',
  'undecryptable.notMember': 'This was written before you were here',
  'undecryptable.withheldUnverified':
    'The sender writes to verified devices only. Verify this session',
  'undecryptable.withheld': 'The sender did not share this message with your device',
  'undecryptable.senderChanged': 'The sender’s keys have changed since you verified them',
} as const;
