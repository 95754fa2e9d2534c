/** Somebody who has other keys than before. */
export const identity = {
  'identity.changed': 'This person’s keys have changed',
  'identity.hint': 'They may have set up anew, or somebody else may have taken their place.',
  'identity.accept': 'Accept',
  'identity.verify': 'Verify this person',
  'identity.verified': 'Verified',
} as const;
