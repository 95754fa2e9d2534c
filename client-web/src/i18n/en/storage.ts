/** What is kept on this device. */
export const storage = {
  'storage.used': 'On this device',
  'storage.note': 'Photos and files can be fetched again from the server whenever they are needed.',
  'storage.media': 'Photos and files',
  'storage.app': 'The app itself',
  'storage.messages': 'Chats and keys',
  'storage.quota': 'The browser allows',
  'storage.clear': 'Remove photos and files',
  'storage.cleared': 'Photos and files were removed from this device',
  'storage.keep': 'Keep data when the browser runs out of room',
  'storage.keepNote':
    'The browser may remove the data of pages to make room. Then you would have to sign in again here.',
  'storage.notKept':
    'The browser has refused it. Adding the page to your bookmarks or installing it may help.',
} as const;
