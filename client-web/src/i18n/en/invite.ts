/** Invitations. */
export const invite = {
  'invite.title': 'You are invited',
  'invite.direct': '{name} wants to chat with you',
  'invite.group': '{name} invites you to this group',
  'invite.accept': 'Accept',
  'invite.decline': 'Decline',
  'invite.acceptNamed': 'Accept the invitation to {name}',
  'invite.declineNamed': 'Decline the invitation to {name}',

  'knock.title': 'You asked to join',
  'knock.waiting': 'You asked to join. You are in as soon as an administrator accepts.',
  'knock.withdraw': 'Withdraw the request',
} as const;
