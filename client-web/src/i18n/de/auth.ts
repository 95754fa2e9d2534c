import type { auth as en } from '../en/auth';
import type { Translation } from '../translation';

export const auth: Translation<typeof en> = {
  'auth.signIn': 'Anmelden',
  'auth.signInTitle': 'Bei Heliograph anmelden',
  'auth.signInHint': 'Gib deinen Benutzernamen und dein Passwort ein.',
  'auth.signUp': 'Konto anlegen',
  'auth.signUpTitle': 'Lege dein Konto an',
  'auth.signUpHint':
    'Wähle, wie andere dich finden. Einen Anzeigenamen kannst du später festlegen.',
  'auth.toSignUp': 'Neu hier? Konto anlegen',
  'auth.toSignIn': 'Schon ein Konto? Anmelden',
  'auth.username': 'Benutzername',
  'auth.password': 'Passwort',
  'auth.passwordHint': 'Mindestens 8 Zeichen.',
  'auth.showPassword': 'Passwort zeigen',
  'auth.hidePassword': 'Passwort verbergen',
  'auth.token': 'Registrierungscode',
  'auth.server': 'Server',
  'auth.serverLine': 'Auf {server}',
  'auth.changeServer': 'Ändern',
  'auth.usernameRequired': 'Gib deinen Benutzernamen ein.',
  'auth.passwordRequired': 'Gib dein Passwort ein.',
  'auth.passwordShort': 'Nimm mindestens 8 Zeichen.',
  'auth.revoked':
    'Du wurdest abgemeldet. Die Sitzung wurde von einem anderen Gerät oder durch ein neues Passwort beendet.',
};
