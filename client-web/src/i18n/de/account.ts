import type { account as en } from '../en/account';
import type { Translation } from '../translation';

export const account: Translation<typeof en> = {
  'account.changePassword': 'Passwort ändern',
  'account.passwordBefore': 'Bisheriges Passwort',
  'account.passwordAfter': 'Neues Passwort',
  'account.endsOthers': 'Andere Geräte abmelden',
  'account.endsOthersHint': 'Falls jemand anderes das Passwort kennen könnte',
  'account.passwordChanged': 'Dein Passwort wurde geändert',
  'account.close': 'Konto schließen',
  'account.closeTitle': 'Konto endgültig schließen?',
  'account.closeForever': 'Es gibt keinen Weg zurück, und niemand kann es wieder öffnen.',
  'account.closeName': 'Du verlässt alle Chats, und deine Adresse bleibt vergeben.',
  'account.closeStays': 'Was du geschrieben hast, bleibt bei denen, die es bekommen haben.',
  'account.closeType': 'Tippe {address}, um weiterzumachen',
  'account.erases': 'Auch vor allen verbergen, die später beitreten',
  'account.erasesHint': 'Server werden gebeten, deine Nachrichten niemandem neu zu zeigen',
};
