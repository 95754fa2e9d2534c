/** Two devices making sure of each other. */
export const verification = {
  'verification.titleSelf': 'Verify a device',
  'verification.titleOther': 'Verify a person',
  'verification.askedSelf':
    'Your other device {device} wants to be verified. Do you have it at hand?',
  'verification.askedOther':
    '{user} wants to make sure that it is really you. Compare pictures face to face or on a call.',
  'verification.start': 'Start',
  'verification.waiting': 'Waiting for the other side…',
  'verification.compare': 'Do both show the same pictures in the same order?',
  'verification.confirmed': 'Now confirm it on the other side, too.',
  'verification.same': 'They are the same',
  'verification.differs': 'They differ',
  'verification.doneSelf': 'Done: both devices trust each other.',
  'verification.doneOther': 'Done: you can be sure that you write with {user}.',
  'verification.cancelled.byUs': 'You ended the verification. Nothing was changed.',
  'verification.cancelled.byThem': 'The other side ended the verification. Nothing was changed.',
  'verification.cancelled.timeout': 'It took too long. Start again when both are at hand.',
  'verification.cancelled.mismatch':
    'The pictures differed: somebody may be listening in. Try again, and if it happens again, do not trust this connection.',
  'verification.cancelled.elsewhere': 'It was accepted on another device of yours.',
  'verification.cancelled.failed': 'The verification did not work. Try again.',
  'verification.showCode': 'Let the other side scan this code.',
  'verification.codeLabel': 'Code for the camera of the other side',
  'verification.scan': 'Scan the code of the other side',
  'verification.showInstead': 'Show my code instead',
  'verification.byPictures': 'Compare pictures instead',
  'verification.scanHint': 'Hold the code that the other side shows in front of the camera.',
  'verification.camera': 'What the camera sees',
  'verification.noCamera':
    'The camera could not be opened. Allow it for this page in the browser, or compare pictures.',
  'verification.wasScanned': 'Does the other side say that it has scanned your code?',
  'verification.scanned': 'Yes, it does',
  'verification.notScanned': 'No',
} as const;
